package io.github.keras4j.image;

import io.github.keras4j.errors.InputException;
import io.github.keras4j.tensor.Shape;
import io.github.keras4j.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * The form in which a model takes images, and the way from an image's file to it: what Keras's {@code load_img} and
 * {@code img_to_array} do, with Pillow's arithmetic.
 *
 * <pre>{@code
 * ImageForm form = new ImageForm(224, 224).with(Interpolation.BILINEAR);
 * Tensor scores = model.predict(form.read(Path.of("cat.jpg")));
 * }</pre>
 *
 * @param height of what the model takes, in pixels
 * @param width of what the model takes, in pixels
 * @param color Keras's {@code color_mode}
 * @param interpolation Keras's {@code interpolation}
 * @param keepAspectRatio whether the image's middle is cut out first, so that nothing is distorted; Keras's {@code
 *     keep_aspect_ratio}
 */
public record ImageForm(int height, int width, Color color, Interpolation interpolation, boolean keepAspectRatio) {
    /** The most pixels that are read: a file of a few kilobytes can claim any size. */
    private static final long MOST_PIXELS = 178_956_970;

    /** @throws IllegalArgumentException for a size below 1 */
    public ImageForm {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "An image has at least one pixel. Received: height=" + height + ", width=" + width);
        }
    }

    /** Keras's defaults: RGB, nearest. */
    public ImageForm(int height, int width) {
        this(height, width, Color.RGB, Interpolation.NEAREST, false);
    }

    /** {@return the same with another interpolation} */
    public ImageForm with(Interpolation other) {
        return new ImageForm(height, width, color, other, keepAspectRatio);
    }

    /** {@return the same in other colours} */
    public ImageForm with(Color other) {
        return new ImageForm(height, width, other, interpolation, keepAspectRatio);
    }

    /**
     * Reads an image: PNG, JPEG, GIF (its first picture), BMP, and what else Java reads.
     *
     * @return {@code [1, height, width, channels]}, float32 from 0 to 255: a batch of one. Several are put together by
     *     {@link Tensor#concatenate}. The model may want them scaled, as the {@code preprocess_input} of {@code
     *     keras.applications} does
     * @throws InputException for a file that is no image, or one with 16 bits a channel
     */
    public Tensor read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        } catch (IOException e) {
            throw new InputException(file + ": the image can't be read (" + e.getMessage() + ")", e);
        }
    }

    /** As {@link #read(Path)}, from memory. */
    public Tensor read(byte[] file) {
        return read(new ByteArrayInputStream(file));
    }

    /** As {@link #read(Path)}, from a stream, which the caller closes. */
    public Tensor read(InputStream file) {
        return read(file, "the image");
    }

    private Tensor read(InputStream in, String what) {
        try {
            return of(decoded(in, what));
        } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new InputException(what + ": the image is damaged or cut off (" + e.getMessage() + ")", e);
        }
    }

    private static BufferedImage decoded(InputStream in, String what) throws IOException {
        try (ImageInputStream image = ImageIO.createImageInputStream(in)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(image);
            if (!readers.hasNext()) {
                throw new InputException(
                        what + ": not an image that Java reads (PNG, JPEG, GIF, BMP and TIFF are). Convert it");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(image, true, true);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (pixels > MOST_PIXELS) {
                    throw new InputException(
                            what + ": an image of at most " + MOST_PIXELS + " pixels is read. Received: " + pixels);
                }
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        }
    }

    /**
     * As {@link #read(Path)}, of an image that Java has already.
     *
     * @throws InputException for 16 bits a channel
     */
    public Tensor of(BufferedImage image) {
        Pixels pixels = Pixels.of(image, color);
        Resampling resampling = keepAspectRatio
                ? Resampling.ofMiddle(pixels.height(), pixels.width(), height, width)
                : Resampling.ofWhole(pixels.height(), pixels.width(), height, width);
        Pixels resized = resampling.resize(pixels, interpolation);
        int[] values = resized.values();
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values[i];
        }
        return Tensor.wrap(Shape.of(1, height, width, color.channels()), floats);
    }
}

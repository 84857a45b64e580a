package io.github.keras4j.image;

import io.github.keras4j.errors.InputException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * An image's bytes, {@code [height][width][channels]}.
 *
 * @param values each 0 to 255
 */
record Pixels(int height, int width, int channels, int[] values) {
    /**
     * Pillow's {@code convert}. The stored numbers are taken, never Java's colours: those of a grey image or of one with
     * a colour profile are others.
     */
    static Pixels of(BufferedImage image, Color color) {
        int width = image.getWidth();
        int height = image.getHeight();
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        boolean palette = image.getColorModel() instanceof IndexColorModel;
        if (!palette && (raster.getSampleModel().getSampleSize(0) != 8 || bands > 4)) {
            throw new InputException("An image of 8 bits a channel, with up to 4 channels, is read. Received: "
                    + raster.getSampleModel().getSampleSize(0) + " bits, " + bands + " channels. Convert it");
        }
        int channels = color.channels();
        int[] values = new int[height * width * channels];
        int[] pixel = new int[4];
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < width; x++, at += channels) {
                if (palette) {
                    int rgb = image.getRGB(x, y);
                    pixel[0] = rgb >> 16 & 255;
                    pixel[1] = rgb >> 8 & 255;
                    pixel[2] = rgb & 255;
                    pixel[3] = rgb >>> 24;
                } else {
                    spread(raster, x, y, bands, pixel);
                }
                if (color == Color.GRAYSCALE) {
                    values[at] = !palette && bands < 3
                            ? pixel[0]
                            : pixel[0] * 19595 + pixel[1] * 38470 + pixel[2] * 7471 + 0x8000 >> 16;
                } else {
                    System.arraycopy(pixel, 0, values, at, channels);
                }
            }
        }
        return new Pixels(height, width, channels, values);
    }

    /** Grey stands in all three colours; what has no alpha is opaque. */
    private static void spread(Raster raster, int x, int y, int bands, int[] pixel) {
        for (int i = 0; i < 3; i++) {
            pixel[i] = raster.getSample(x, y, bands < 3 ? 0 : i);
        }
        pixel[3] = bands % 2 == 0 ? raster.getSample(x, y, bands - 1) : 255;
    }

    /** Pillow's {@code RGBa}: colours times alpha. */
    Pixels premultiplied() {
        int[] changed = values.clone();
        for (int at = 0; at < changed.length; at += 4) {
            for (int i = 0; i < 3; i++) {
                int product = changed[at + i] * changed[at + 3] + 128;
                changed[at + i] = (product >> 8) + product >> 8;
            }
        }
        return new Pixels(height, width, channels, changed);
    }

    /** The way back. */
    Pixels divided() {
        int[] changed = values.clone();
        for (int at = 0; at < changed.length; at += 4) {
            int alpha = changed[at + 3];
            for (int i = 0; i < 3 && alpha != 0 && alpha != 255; i++) {
                changed[at + i] = Math.min(255, 255 * changed[at + i] / alpha);
            }
        }
        return new Pixels(height, width, channels, changed);
    }
}

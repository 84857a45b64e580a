package io.github.keras4j.model;

/** Which input position an output position of a resized axis is taken from. */
public enum SamplingGrid {
    /**
     * Output i is taken from {@code i * in / out}, as if a sample were at the start of its pixel: TensorFlow 1's {@code
     * resize_images}, which Keras calls up to 2.3 (keras/backend/tensorflow_backend.py 2.2.4, resize_images).
     */
    START,
    /**
     * Output i is taken from {@code (i + 0.5) * in / out - 0.5}, as samples are in the middle of their pixels: {@code
     * half_pixel_centers} of TensorFlow 2's {@code image.resize}, tf.keras and Keras 3.
     */
    CENTRE
}

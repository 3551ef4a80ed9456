package org.robustgrid.spi.analysis;

/**
 * A picture of grey or coloured pixels, stored as PNG with 8 bits a channel.
 *
 * @param caption what it shows, in words
 * @param channels 1 for grey, 3 for red, green and blue
 * @param values in [0, 1], [channels, height, width] in C order; the record keeps the array
 * @since 0.1
 */
public record Image(
    String name, String caption, int channels, int height, int width, float[] values) {

  public Image {
    Require.text("an image", "name", name);
    String where = "image '" + name + "'";
    Require.text(where, "caption", caption);
    Require.that(
        channels == 1 || channels == 3, where, "has " + channels + " channels; expected 1 or 3");
    Require.that(height > 0 && width > 0, where, "is " + height + " high and " + width + " wide");
    Require.that(
        values.length == channels * height * width,
        where,
        "has " + values.length + " values; expected " + channels * height * width);
    for (float value : values) {
      Require.that(value >= 0 && value <= 1, where, "holds " + value + "; expected [0, 1]");
    }
  }
}

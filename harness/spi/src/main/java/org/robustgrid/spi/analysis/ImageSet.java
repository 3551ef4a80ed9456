package org.robustgrid.spi.analysis;

import java.util.List;

/**
 * Inputs that an analysis made, for other analyses to read; they are kept beside the result.
 *
 * @param name lower-case words joined by hyphens
 * @param caption what they are and how they were made, in words
 * @param shape of one input, as the data set's
 * @param images finite values, one input after the other, C order; the record keeps the array
 * @param sources index of the test sample that each was made from, −1 for none
 * @param targets class that each was made for, −1 for none
 * @since 0.1
 */
public record ImageSet(
    String name,
    String caption,
    List<Long> shape,
    float[] images,
    List<Integer> sources,
    List<Integer> targets) {

  public ImageSet {
    Require.text("an image set", "name", name);
    String where = "image set '" + name + "'";
    Require.that(
        name.matches("[a-z0-9]+(-[a-z0-9]+)*"),
        where,
        "has a name that is not of the form lower-case words joined by hyphens");
    Require.text(where, "caption", caption);
    shape = List.copyOf(shape);
    sources = List.copyOf(sources);
    targets = List.copyOf(targets);
    long length = shape.stream().reduce(1L, (a, b) -> a * b);
    Require.that(
        images.length == length * sources.size() && targets.size() == sources.size(),
        where,
        "has "
            + images.length
            + " values, "
            + sources.size()
            + " sources and "
            + targets.size()
            + " targets of inputs of "
            + length
            + " values");
    for (float value : images) {
      Require.finite(where, "value", value);
    }
  }

  /** How many inputs there are. */
  public int size() {
    return sources.size();
  }
}

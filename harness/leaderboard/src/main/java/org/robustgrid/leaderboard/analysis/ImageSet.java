package org.robustgrid.leaderboard.analysis;

/**
 * Inputs that an analysis made.
 *
 * @param caption what they are and how they were made, in words
 * @param size how many there are
 * @param file name of the NPZ file below the run folder that holds them
 */
public record ImageSet(String name, String caption, int size, String file) {

  public ImageSet {
    Values.requireText("an image set", "name", name);
    Values.requireText("image set " + name, "caption", caption);
    Values.requireText("image set " + name, "file", file);
    Values.require(size > 0, "image set " + name, "holds nothing");
  }
}

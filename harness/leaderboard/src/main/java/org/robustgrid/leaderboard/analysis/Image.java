package org.robustgrid.leaderboard.analysis;

import java.util.Base64;

/**
 * A picture.
 *
 * @param caption what it shows, in words
 * @param png the bytes of a PNG file in Base64
 */
public record Image(String name, String caption, String png) {

  /** The first bytes of every PNG file in Base64, as far as they do not depend on what follows. */
  private static final String SIGNATURE = "iVBORw0KGg";

  public Image {
    Values.requireText("an image", "name", name);
    Values.requireText("image " + name, "caption", caption);
    Values.require(
        png != null && png.startsWith(SIGNATURE), "image " + name, "is no PNG file in Base64");
  }

  /** A picture from the bytes of a PNG file. */
  public static Image of(String name, String caption, byte[] png) {
    return new Image(name, caption, Base64.getEncoder().encodeToString(png));
  }
}

package org.robustgrid.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.ThreatModelEntry;
import org.robustgrid.leaderboard.example.Example;

class ColourExampleTest {

  /** One row of two pixels, NCHW: the first red, the second dark blue; then both a little green. */
  private static final Example EXAMPLE =
      new Example(
          "colours",
          new ThreatModelEntry("linf", 0.2),
          "row",
          "pgd",
          0,
          "cat",
          "dog",
          new int[] {3, 1, 2},
          0,
          1,
          new float[] {1, 0, 0, 0, 0, 0.4f},
          new float[] {1, 0, 0.2f, 0.2f, 0, 0.4f});

  private static BufferedImage decoded(String uri) throws IOException {
    String data = uri.substring("data:image/png;base64,".length());
    return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(data)));
  }

  @Test
  void channels_are_red_green_and_blue() throws IOException {
    BufferedImage original = decoded(PngImage.original(EXAMPLE));
    assertThat(original.getWidth()).isEqualTo(2);
    assertThat(original.getHeight()).isEqualTo(1);
    assertThat(original.getRGB(0, 0)).isEqualTo(0xffff0000);
    assertThat(original.getRGB(1, 0)).isEqualTo(0xff000066);
    assertThat(decoded(PngImage.adversarial(EXAMPLE)).getRGB(0, 0)).isEqualTo(0xffff3300);
  }

  @Test
  void a_perturbation_is_amplified_around_grey() throws IOException {
    BufferedImage difference = decoded(PngImage.perturbation(EXAMPLE));
    assertThat(difference.getRGB(0, 0)).isEqualTo(0xff80ff80);
  }
}

package org.robustgrid.run.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.analysis.Image;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.ImageSet;

class AnalysisContentTest {

  private static ImageSet set(String name) {
    return new ImageSet(
        name, "caption", List.of(1L, 2L, 2L), new float[] {0, 1, 0, 1}, List.of(-1), List.of(0));
  }

  @Test
  void an_image_set_is_shown_once_under_its_name() {
    AnalysisResult found =
        AnalysisResult.of("Made images")
            .image(
                new org.robustgrid.spi.analysis.Image(
                    "seeds", "a gallery", 1, 1, 2, new float[] {0, 1}))
            .imageSet(set("seeds"))
            .imageSet(set("ends"))
            .build();
    assertThat(AnalysisContent.images(found))
        .extracting(Image::name)
        .containsExactly("seeds", "ends");
    assertThat(AnalysisContent.images(found).get(0).caption()).isEqualTo("a gallery");
  }
}

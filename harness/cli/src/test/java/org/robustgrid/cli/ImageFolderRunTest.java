package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.robustgrid.leaderboard.LeaderboardFile;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.plan.PlannedDataset;

/** A run on a folder of images with a damaged one, and on corruptions of these images. */
@Tag("process")
class ImageFolderRunTest {

  private static final String GRID =
      """
      name: images
      datasets:
        - {id: image-folder, samples: 4, parameters: {folder: images, skip-broken: true}}
        - id: corrupted
          label: foggy
          samples: 4
          parameters:
            of: {id: image-folder, parameters: {folder: images, skip-broken: true}}
            kinds: [brightness]
            severity: 1
      architectures: [{id: mlp, parameters: {hidden: [4]}}]
      training: {epochs: 1, validation: 0}
      threat-models: [{norm: linf, epsilon: 0.1}]
      defenses: [standard]
      attacks: [fgsm]
      checks: none
      """;

  private static final String NOTE = "1 of 12 images in train cannot be read and are left out";

  @TempDir Path folder;

  private void image(String name, int grey) throws IOException {
    Path file = folder.resolve("images").resolve(name);
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 32 * 32; i++) {
      image.getRaster().setSample(i % 32, i / 32, 0, (grey + i) % 256);
    }
    ImageIO.write(image, "png", file.toFile());
  }

  @Test
  void how_many_images_are_left_out_is_on_the_terminal_and_in_every_report() throws IOException {
    for (int i = 0; i < 6; i++) {
      image("train/cat/" + i + ".png", 10 * i);
      image("train/dog/" + i + ".png", 100 + 10 * i);
    }
    for (int i = 0; i < 2; i++) {
      image("test/cat/" + i + ".png", 5 + 10 * i);
      image("test/dog/" + i + ".png", 105 + 10 * i);
    }
    Files.writeString(folder.resolve("images/train/dog/3.png"), "no image");
    Path grid = Files.writeString(folder.resolve("grid.yaml"), GRID);
    Path run = folder.resolve("run");
    CommandRun finished = CommandRun.of("run", grid, "--out", run, "--workers", "1");
    assertThat(finished.code()).as(finished.err()).isZero();
    assertThat(finished.err())
        .contains("data set image-folder: " + NOTE, "data set foggy: " + NOTE);
    assertThat(LeaderboardFile.read(run).datasets())
        .allSatisfy(set -> assertThat(set.notes()).containsExactly(NOTE))
        .hasSize(2);
    assertThat(Files.readString(run.resolve("leaderboard.md")))
        .contains("Data set image-folder: " + NOTE + ".", "Data set foggy: " + NOTE + ".");
    assertThat(Files.readString(run.resolve("index.html")))
        .contains("Data set image-folder: " + NOTE + ".");
    // an identity covers what a data set reads, so that its files are not hashed once more
    assertThat(RunManifest.read(new RunFolder(run)).plan().datasets())
        .extracting(PlannedDataset::plugin)
        .allSatisfy(plugin -> assertThat(plugin.files()).isEmpty());
  }
}

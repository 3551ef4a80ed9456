package org.robustgrid.run.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.robustgrid.base.files.DamagedFileException;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.cell.CleanCell;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.run.folder.KeptImages;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.plugin.PluginRegistry;

/**
 * Checks kept adversarial images against their originals, in the arithmetic of the run: norm,
 * domain, and that the result states their norm. Needs the data set's reader; starts no ND4J.
 */
public final class KeptImageCheck implements AutoCloseable {

  private final RunManifest manifest;
  private final RunFolder folder;
  private final Cells cells;
  private final OpenDatasets datasets;

  public KeptImageCheck(
      Cells cells, RunManifest manifest, RunFolder folder, PluginRegistry registry) {
    this.manifest = manifest;
    this.folder = folder;
    this.cells = cells;
    this.datasets = new OpenDatasets(manifest.plan(), registry);
  }

  /**
   * Checks the images of an attack's cell.
   *
   * @param problems receives what is wrong with them, once at most
   * @return how many are all right
   * @throws org.robustgrid.spi.data.DataException when the data set is not what it was
   * @throws org.robustgrid.base.UserException when its plugin is not available
   */
  public int check(AttackCell cell, Consumer<String> problems) {
    OpenDataset dataset = datasets.get(cell.model().dataset());
    AttackCellResult result = cells.result(cell, AttackCellResult.class).orElseThrow();
    Path file = folder.adversarials(cells.key(cell).orElseThrow());
    AdversarialCheck check =
        new AdversarialCheck(cell.threatModel().threatModel(), dataset.data().domain());
    AtomicInteger checked = new AtomicInteger();
    try (KeptImages images = KeptImages.open(file)) {
      List<Integer> lacking = broken(cell, result);
      lacking.removeAll(images.samples());
      if (!lacking.isEmpty()) {
        problems.accept("lacks the images of broken samples: " + lacking);
        return 0;
      }
      images.forEach(
          (sample, image) -> {
            check(sample, image, dataset, check, result);
            checked.incrementAndGet();
          });
    } catch (DamagedFileException e) {
      problems.accept(e.what());
    } catch (ViolationException e) {
      problems.accept(e.getMessage());
    }
    return checked.get();
  }

  /** Samples that were right and were broken; if any image is kept, theirs are. */
  private List<Integer> broken(AttackCell cell, AttackCellResult result) {
    CleanResult clean = cells.result(new CleanCell(cell.model()), CleanResult.class).orElseThrow();
    List<Integer> samples = new ArrayList<>();
    clean.correct().andNot(result.robust()).right().forEach(samples::add);
    return samples;
  }

  /** Whether an attack changed something and nothing is kept to show for it. */
  public boolean keptNone(AttackCell cell) {
    AttackCellResult result = cells.result(cell, AttackCellResult.class).orElseThrow();
    return result.adversarialsHash().isEmpty() && !broken(cell, result).isEmpty();
  }

  private void check(
      int sample,
      float[] image,
      OpenDataset dataset,
      AdversarialCheck check,
      AttackCellResult result) {
    if (sample < 0 || sample >= result.norms().size() || image.length != dataset.inputLength()) {
      throw new ViolationException(
          "it holds an image of " + image.length + " values as that of sample " + sample);
    }
    double[] values = new double[image.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = image[i];
    }
    float[] original = dataset.testImages(new int[] {sample});
    double norm = check.check(sample, original, values, 0, values.length);
    double stated = result.norms().get(sample);
    // an image that was computed in double was rounded to float when it was kept
    double tolerance = manifest.profile().precision().equals("float") ? 0 : 1e-6 * (1 + stated);
    if (Math.abs(norm - stated) > tolerance) {
      throw new ViolationException(
          "the image of sample "
              + sample
              + " is at distance "
              + norm
              + ", but its result says "
              + stated);
    }
  }

  /** Closes the data sets that were opened. */
  @Override
  public void close() {
    datasets.close();
  }
}

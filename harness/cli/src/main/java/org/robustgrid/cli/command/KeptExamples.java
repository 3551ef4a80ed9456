package org.robustgrid.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.base.UserException;
import org.robustgrid.engine.model.NpzFile;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.folder.KeptImages;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedDataset;
import org.robustgrid.run.plan.PlannedModel;

/**
 * Where the adversarial images of an attack on one model are kept.
 *
 * @param file of NumPy arrays, or null
 * @param folder of the whole run, or null
 */
record KeptExamples(Path file, Path folder) {

  /** None are kept. */
  static final KeptExamples NONE = new KeptExamples(null, null);

  private static final String NPZ = ".npz";

  /**
   * Reads the option {@code --keep}.
   *
   * @param place null if it was not given
   * @throws UserException when a file cannot be written there
   */
  static KeptExamples of(Path place) {
    if (place == null) {
      return NONE;
    }
    return place.toString().endsWith(NPZ)
        ? new KeptExamples(OutputFile.require("--keep", place, "adversarial.npz"), null)
        : new KeptExamples(null, place);
  }

  /**
   * Writes the file: {@code images} [n, …input shape], and of each its {@code samples} index among
   * the test samples, its {@code labels} and {@code predictions} (−1: none).
   *
   * @param run whose only attack has a result and kept its images
   * @return how many images; 0 if there are none, and nothing is written
   */
  int write(RunFolder run, Cells cells) {
    GridPlan plan = cells.plan();
    PlannedModel model = plan.rows().get(0);
    AttackCell attack = new AttackCell(model, plan.attacks().get(0), plan.threatModels().get(0));
    String key = cells.key(attack).orElseThrow();
    AttackCellResult result = cells.result(attack, AttackCellResult.class).orElseThrow();
    if (result.adversarialsHash().isEmpty()) {
      return 0;
    }
    SortedMap<Integer, float[]> images = KeptImages.read(run.adversarials(key));
    PlannedDataset dataset = plan.dataset(model.dataset());
    Backend.start();
    Map<String, INDArray> arrays = new TreeMap<>();
    arrays.put("images", images(images, dataset.inputShape()));
    arrays.put("samples", integers(List.copyOf(images.keySet())));
    arrays.put("labels", integers(of(images, dataset.labels())));
    arrays.put("predictions", integers(of(images, result.predictions())));
    NpzFile.write(file, arrays);
    return images.size();
  }

  private static INDArray images(SortedMap<Integer, float[]> images, List<Long> inputShape) {
    int length = images.get(images.firstKey()).length;
    float[] values = new float[Math.multiplyExact(images.size(), length)];
    int at = 0;
    for (float[] image : images.values()) {
      System.arraycopy(image, 0, values, at, length);
      at += length;
    }
    long[] shape = new long[inputShape.size() + 1];
    shape[0] = images.size();
    for (int i = 1; i < shape.length; i++) {
      shape[i] = inputShape.get(i - 1);
    }
    return Nd4j.createFromArray(values).reshape('c', shape);
  }

  private static List<Integer> of(SortedMap<Integer, float[]> images, List<Integer> bySample) {
    return images.keySet().stream().map(bySample::get).toList();
  }

  private static INDArray integers(List<Integer> values) {
    return Nd4j.createFromArray(values.stream().mapToInt(Integer::intValue).toArray());
  }
}

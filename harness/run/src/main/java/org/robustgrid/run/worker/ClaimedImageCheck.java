package org.robustgrid.run.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plan.PlannedThreatModel;
import org.robustgrid.run.plugin.PluginRegistry;

/**
 * Checks images that are claimed to break a model, before the model is asked: samples, shape,
 * finiteness, domain and ball, all mistakes at once. Needs the data set's reader; starts no ND4J.
 */
public final class ClaimedImageCheck implements AutoCloseable {

  /** The largest number of listed errors. */
  private static final int SHOWN = 10;

  private final GridPlan plan;
  private final OpenDatasets datasets;

  public ClaimedImageCheck(GridPlan plan, PluginRegistry registry) {
    this.plan = plan;
    this.datasets = new OpenDatasets(plan, registry);
  }

  /**
   * The problems of images as messages.
   *
   * @param images by sample
   * @return empty if nothing is
   * @throws org.robustgrid.spi.data.DataException when the data set is not what it was
   */
  public List<String> problems(
      PlannedModel model, PlannedThreatModel threatModel, SortedMap<Integer, float[]> images) {
    OpenDataset dataset = datasets.get(model.dataset());
    AdversarialCheck check =
        new AdversarialCheck(threatModel.threatModel(), dataset.data().domain());
    int samples = model.samplesOf(plan.dataset(model.dataset()));
    List<String> problems = new ArrayList<>();
    for (Map.Entry<Integer, float[]> image : images.entrySet()) {
      problem(image.getKey(), image.getValue(), samples, dataset, check, problems);
    }
    if (problems.size() > SHOWN) {
      int more = problems.size() - SHOWN;
      problems.subList(SHOWN, problems.size()).clear();
      problems.add("and " + more + " more images");
    }
    return problems;
  }

  private static void problem(
      int sample,
      float[] image,
      int samples,
      OpenDataset dataset,
      AdversarialCheck check,
      List<String> problems) {
    if (sample < 0 || sample >= samples) {
      problems.add(
          "sample " + sample + " is not one of the row's, which are 0 to " + (samples - 1));
      return;
    }
    if (image.length != dataset.inputLength()) {
      problems.add(
          "the image of sample "
              + sample
              + " has "
              + image.length
              + " values, the data set's have "
              + dataset.inputLength());
      return;
    }
    double[] values = Reclassifier.doubles(image);
    try {
      check.check(sample, dataset.testImages(new int[] {sample}), values, 0, values.length);
    } catch (ViolationException e) {
      problems.add(e.getMessage());
    }
  }

  /** Closes the data sets that were opened. */
  @Override
  public void close() {
    datasets.close();
  }
}

package org.robustgrid.run.scoring;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.DamagedFileException;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.example.Example;
import org.robustgrid.leaderboard.example.Examples;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.KeptImages;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.plan.DatasetOpener;
import org.robustgrid.run.plan.PlannedDataset;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.network.Classifier;

/** Collects adversarial examples from a run: those of each row's strongest attack, first seed. */
public final class RunExamples {

  private final Supplier<PluginRegistry> registry;

  /**
   * Prepares the collection.
   *
   * @param registry asked only when examples are
   */
  public RunExamples(Supplier<PluginRegistry> registry) {
    this.registry = registry;
  }

  /**
   * The examples; none for a data set that is not available any more.
   *
   * @param notes receives a note for each such data set
   */
  public Examples of(RunFolder folder, Leaderboard leaderboard, Consumer<String> notes) {
    List<Example> examples = new ArrayList<>();
    for (PlannedDataset planned : RunManifest.read(folder).plan().datasets()) {
      List<Board> boards =
          leaderboard.boards().stream()
              .filter(board -> board.dataset().equals(planned.label()))
              .toList();
      try (Dataset dataset = open(planned)) {
        if (!dataset.identity().equals(planned.identity())) {
          throw new DataException("it is not the data the run was made with");
        }
        boards.forEach(
            board ->
                add(
                    folder,
                    board,
                    leaderboard.testSet(board).sampleIds(),
                    planned,
                    dataset,
                    examples));
      } catch (UserException | DataException e) {
        notes.accept(
            "no adversarial examples of " + planned.label() + " in the report: " + e.getMessage());
      }
    }
    return new Examples(examples);
  }

  private Dataset open(PlannedDataset planned) {
    return planned.of(DatasetOpener.open(registry.get(), planned.plugin()));
  }

  private static void add(
      RunFolder folder,
      Board board,
      List<Integer> sampleIds,
      PlannedDataset planned,
      Dataset dataset,
      List<Example> examples) {
    for (Row row : board.rows()) {
      Optional<String> strongest =
          row.attacks().entrySet().stream()
              .min(
                  Comparator.<Map.Entry<String, Leaderboard.Rate>>comparingDouble(
                          entry -> entry.getValue().rate())
                      .thenComparing(Map.Entry::getKey))
              .map(Map.Entry::getKey);
      if (strongest.isPresent()) {
        add(folder, board, sampleIds, row, strongest.get(), planned, dataset, examples);
      }
    }
  }

  private static void add(
      RunFolder folder,
      Board board,
      List<Integer> sampleIds,
      Row row,
      String attack,
      PlannedDataset planned,
      Dataset dataset,
      List<Example> examples) {
    SeedResult seed = row.perSeed().get(0);
    String key = seed.cells().get(attack).key();
    Optional<AttackCellResult> result = new FolderStore(folder).get(key, AttackCellResult.class);
    Path file = folder.adversarials(key);
    if (result.isEmpty() || !Files.exists(file)) {
      return;
    }
    if (!Sha256.of(file).equals(result.get().adversarialsHash())) {
      throw new DamagedFileException(file, "its content does not match the cell's result");
    }
    int[] shape = planned.inputShape().stream().mapToInt(Long::intValue).toArray();
    AttackCellResult found = result.get();
    try (KeptImages images = KeptImages.open(file)) {
      List<Integer> fooled =
          images.samples().stream()
              .filter(sample -> fooled(sample, sampleIds, seed, found, planned))
              .sorted()
              .toList();
      for (int sample : Examples.choose(fooled, of -> trueClass(planned, of), Examples.PER_ROW)) {
        float[] image = images.image(sample);
        float[] original = new float[image.length];
        dataset.test().read(new int[] {sample}, original, new int[1]);
        examples.add(
            new Example(
                board.dataset(),
                board.threatModel(),
                row.label(),
                attack,
                sample,
                trueClass(planned, sample),
                className(planned, found.predictions().get(sample)),
                shape,
                planned.low(),
                planned.high(),
                original,
                image));
      }
    }
  }

  private static boolean fooled(
      int sample,
      List<Integer> sampleIds,
      SeedResult seed,
      AttackCellResult found,
      PlannedDataset planned) {
    int place = sampleIds.indexOf(sample);
    return place >= 0
        && seed.clean().get(place)
        && !found.robust().get(sample)
        && !trueClass(planned, sample).equals(className(planned, found.predictions().get(sample)));
  }

  private static String trueClass(PlannedDataset planned, int sample) {
    return planned.classNames().get(planned.labels().get(sample));
  }

  /** What the model took the image for; it may have declined to say. */
  private static String className(PlannedDataset planned, int predicted) {
    return predicted == Classifier.ABSTAIN ? "no class" : planned.classNames().get(predicted);
  }
}

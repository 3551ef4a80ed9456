package org.robustgrid.run.plan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.robustgrid.base.yaml.Place;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.run.grid.Grid.DefenseEntry;
import org.robustgrid.run.grid.Grid.PythonEntry;
import org.robustgrid.run.grid.Grid.ReadingEntry;
import org.robustgrid.run.python.PythonFunction;
import org.robustgrid.run.python.PythonOffer;
import org.robustgrid.run.python.PythonProcess;
import org.robustgrid.run.python.PythonTrial;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.data.DataException;

/** Plans models that are Python code: runs each once to learn what it provides. */
final class PythonPlanner {

  private final List<PlannedDataset> datasets;
  private final Problems problems;

  PythonPlanner(List<PlannedDataset> datasets, Problems problems) {
    this.datasets = datasets;
    this.problems = problems;
  }

  /**
   * How a row's code is called, with notes for the user; empty if it cannot be used, which the
   * problems then report.
   */
  Optional<FileReading> plan(DefenseEntry entry, PythonEntry python, Path file) {
    int before = problems.messages().size();
    requirePlain(entry.reading());
    Optional<PythonFunction> function = function(python, file, entry.plugin().place());
    if (function.isEmpty() || problems.messages().size() > before) {
      return Optional.empty();
    }
    PythonOffer offer = null;
    for (PlannedDataset dataset : datasets) {
      try {
        offer = offer(function.get(), dataset);
      } catch (DataException e) {
        problems.add(entry.plugin().place(), e.getMessage());
        return Optional.empty();
      }
    }
    if (offer == null) {
      return Optional.empty();
    }
    PlannedPython planned =
        new PlannedPython(
            python.function(),
            python.arguments().plain(),
            offer.gives(),
            offer.randomised(),
            function.get().seconds());
    return Optional.of(FileReading.AS_IT_IS.of(planned).with(notes(offer)));
  }

  private void requirePlain(ReadingEntry reading) {
    boolean plain =
        reading.mean().isEmpty()
            && reading.range().isEmpty()
            && reading.layout().isEmpty()
            && !reading.straightThrough();
    if (!plain) {
      problems.add(
          reading.place(),
          "'normalize', 'range', 'layout' and 'straight-through' are for model files; a Python model"
              + " does all preprocessing, and gives its gradients, in its own code; remove them");
    }
  }

  private Optional<PythonFunction> function(PythonEntry python, Path file, Place place) {
    if (!Files.isRegularFile(file)) {
      problems.add(
          place,
          Files.isDirectory(file)
              ? file + " is a folder, not a Python file"
              : "there is no Python file " + file + "; check the path");
      return Optional.empty();
    }
    double seconds = python.timeout().orElse(PythonFunction.DEFAULT_SECONDS);
    if (!(seconds > 0 && seconds <= Integer.MAX_VALUE)) {
      problems.add(
          python.place(), "'timeout' needs a number of seconds above 0, but is " + seconds);
      return Optional.empty();
    }
    return Optional.of(
        new PythonFunction(
            file.toAbsolutePath().normalize(),
            python.function(),
            python.arguments().plain(),
            seconds));
  }

  private static PythonOffer offer(PythonFunction function, PlannedDataset dataset) {
    // the last lines that it prints stand in what is thrown
    try (PythonProcess process =
        PythonProcess.start(function, dataset.shape(), false, line -> {})) {
      PythonTrial.of(
          process, dataset.shape(), dataset.classNames().size(), dataset.low(), dataset.high());
      return process.offer();
    }
  }

  private static List<String> notes(PythonOffer offer) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "is Python code, which runs with your rights ("
            + offer.versions().entrySet().stream()
                .map(PythonPlanner::version)
                .collect(Collectors.joining(", "))
            + ")");
    if (offer.gives() != Access.GRADIENTS) {
      notes.add(
          (offer.gives() == Access.SCORES
                  ? "gives scores without gradients"
                  : "gives decisions without scores")
              + ": attacks and checks that need more are left out of its row");
    }
    return notes;
  }

  private static String version(Map.Entry<String, String> library) {
    return library.getKey() + " " + library.getValue();
  }
}

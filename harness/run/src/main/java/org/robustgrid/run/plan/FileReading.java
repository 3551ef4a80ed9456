package org.robustgrid.run.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.ImportSettings.Normalisation;
import org.robustgrid.models.ImportSettings.Range;

/**
 * How a model file is read: the conversion of the data to its input, and of its gradients.
 *
 * @param mean of each channel, or one for all; empty for no normalisation
 * @param deviation for each channel, or one for all; empty for no normalisation
 * @param range the two values that 0 and 1 of the data are mapped to; empty for 0 and 1
 * @param channelsLast whether it reads images with their channels last
 * @param straightThrough whether gradients pass the file's rounding as if it were the identity
 * @param notes what a user should know about how the file is read; they decide no result
 * @param python how the file is called if it is Python code; otherwise null
 */
public record FileReading(
    List<Double> mean,
    List<Double> deviation,
    List<Double> range,
    boolean channelsLast,
    // written only where true, so that the keys of other files stay the same
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonSetter(nulls = Nulls.AS_EMPTY)
        boolean straightThrough,
    List<String> notes,
    PlannedPython python) {

  /** The file reads the data as they are. */
  public static final FileReading AS_IT_IS =
      new FileReading(List.of(), List.of(), List.of(), false, false, List.of());

  public FileReading {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    range = List.copyOf(range);
    notes = List.copyOf(notes);
  }

  /** A file that is no code. */
  public FileReading(
      List<Double> mean,
      List<Double> deviation,
      List<Double> range,
      boolean channelsLast,
      boolean straightThrough,
      List<String> notes) {
    this(mean, deviation, range, channelsLast, straightThrough, notes, null);
  }

  /** The same with notes. */
  FileReading with(List<String> other) {
    return new FileReading(mean, deviation, range, channelsLast, straightThrough, other, python);
  }

  /** The same of Python code. */
  FileReading of(PlannedPython code) {
    return new FileReading(mean, deviation, range, channelsLast, straightThrough, notes, code);
  }

  /** In the form of the model formats. */
  public ImportSettings settings() {
    return new ImportSettings(
            Optional.empty(),
            range.isEmpty() ? Optional.empty() : Optional.of(new Range(range.get(0), range.get(1))),
            mean.isEmpty()
                ? Optional.empty()
                : Optional.of(new Normalisation(numbers(mean), numbers(deviation))),
            channelsLast)
        .straightThrough(straightThrough);
  }

  private static double[] numbers(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The parts that affect results; empty if there are none. */
  public Optional<Map<String, Object>> identity() {
    Map<String, Object> shown = shown();
    return shown.isEmpty() ? Optional.empty() : Optional.of(shown);
  }

  /** What a leaderboard shows of it, as a grid says it. */
  public Map<String, Object> shown() {
    Map<String, Object> shown = new LinkedHashMap<>();
    if (!mean.isEmpty()) {
      shown.put("normalize", Map.of("mean", mean, "std", deviation));
    }
    if (!range.isEmpty()) {
      shown.put("range", range);
    }
    if (channelsLast) {
      shown.put("layout", "nhwc");
    }
    if (straightThrough) {
      shown.put("straight-through", true);
    }
    if (python != null) {
      shown.put("python", python.shown());
    }
    return shown;
  }
}

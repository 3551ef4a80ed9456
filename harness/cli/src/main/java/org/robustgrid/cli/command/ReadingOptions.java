package org.robustgrid.cli.command;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.CanonicalJson;
import org.robustgrid.base.yaml.Place;
import org.robustgrid.base.yaml.Values;
import org.robustgrid.run.grid.Grid.PythonEntry;
import org.robustgrid.run.grid.Grid.ReadingEntry;
import org.robustgrid.run.grid.PythonReference;
import picocli.CommandLine.Option;

/** How a model file of another program is read. */
final class ReadingOptions {

  @Option(
      names = "--normalize",
      paramLabel = "MEAN[,…],STD[,…]",
      description =
          "The model reads (x - mean)/std: a mean for each channel, then a std for each, or one of"
              + " each for all, for example 0.1307,0.3081.")
  private String normalize;

  @Option(
      names = "--range",
      paramLabel = "LOW,HIGH",
      description =
          "The values that the model reads for pixels 0 and 1, for example 0,255; before"
              + " --normalize.")
  private String range;

  @Option(
      names = "--layout",
      paramLabel = "nchw|nhwc",
      description = "The order in which the model reads images (default: nchw).")
  private String layout;

  @Option(
      names = "--straight-through",
      description =
          "Gradients pass rounding and casts to whole numbers in an ONNX file as if they were"
              + " the identity (BPDA), instead of with slope 0.")
  private boolean straightThrough;

  @Option(
      names = "--architecture",
      paramLabel = "ID",
      description = "The architecture of a file that holds weights only, such as a .pt file.")
  private String architecture;

  @Option(names = "-a", paramLabel = "name=value", description = "A parameter of the architecture.")
  private Map<String, String> architectureParameters;

  @Option(
      names = "--argument",
      paramLabel = "name=value",
      description = "An argument for the function in Python code.")
  private Map<String, String> arguments;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long Python code may take to start, and for an answer (default: 300).")
  private String timeout;

  /**
   * The options as a grid would say them.
   *
   * @param model the file that they are about
   * @throws UserException when a number is none, or the model does not take what is given
   */
  ReadingEntry entry(Path model) {
    Optional<PythonReference> code = PythonReference.of(model.toString());
    if (code.isEmpty() && (arguments != null || timeout != null)) {
      throw new UserException(
          "--argument and --timeout are for Python code such as models.py:load, but "
              + model
              + " is a model file; remove them");
    }
    List<Double> scaling = numbers("--normalize", normalize);
    int channels = scaling.size() / 2;
    if (scaling.size() % 2 != 0) {
      throw new UserException(
          "--normalize: expected as many means as stds, such as 0.1307,0.3081, found "
              + scaling.size()
              + " numbers");
    }
    return new ReadingEntry(
        scaling.subList(0, channels),
        scaling.subList(channels, scaling.size()),
        numbers("--range", range),
        Optional.ofNullable(layout),
        straightThrough,
        Optional.ofNullable(architecture)
            .map(
                id ->
                    new SingleGrid.Choice(id, GridRun.parameters(architectureParameters))
                        .entry("--architecture")),
        code.map(this::python),
        Place.none("--normalize, --range, --layout, --straight-through"));
  }

  private PythonEntry python(PythonReference code) {
    Map<String, Object> values = new TreeMap<>();
    if (arguments != null) {
      arguments.forEach((name, text) -> values.put(name, value(text)));
    }
    Place place = Place.none("--model, --argument, --timeout");
    return new PythonEntry(
        code.function(),
        new Values(values, Map.of(), place),
        Optional.ofNullable(timeout).map(text -> Decimal.parse("--timeout", text)),
        place);
  }

  /** A number, a truth value or a list as JSON writes it, else the text itself. */
  private static Object value(String text) {
    try {
      Object value = CanonicalJson.read(text, Object.class);
      return value == null ? text : value;
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static List<Double> numbers(String option, String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split(",")).map(part -> Decimal.parse(option, part.trim())).toList();
  }
}

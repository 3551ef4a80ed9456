package org.robustgrid.cli.command;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.robustgrid.base.UserException;
import org.robustgrid.base.yaml.Place;
import org.robustgrid.run.grid.Grid.ReadingEntry;
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
          "The numbers that the model reads for pixels 0 and 1, for example 0,255; before"
              + " --normalize.")
  private String range;

  @Option(
      names = "--layout",
      paramLabel = "nchw|nhwc",
      description = "The order in which the model reads images (default: nchw).")
  private String layout;

  @Option(
      names = "--architecture",
      paramLabel = "ID",
      description = "The architecture of a file that holds weights only, such as a .pt file.")
  private String architecture;

  @Option(names = "-a", paramLabel = "name=value", description = "A parameter of the architecture.")
  private Map<String, String> architectureParameters;

  /**
   * The options as a grid would say them.
   *
   * @throws UserException when a number is none
   */
  ReadingEntry entry() {
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
        Optional.ofNullable(architecture)
            .map(
                id ->
                    new SingleGrid.Choice(id, GridRun.parameters(architectureParameters))
                        .entry("--architecture")),
        Place.none("--normalize, --range, --layout"));
  }

  private static List<Double> numbers(String option, String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split(",")).map(part -> Decimal.parse(option, part.trim())).toList();
  }
}

package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.base.UserException;
import org.robustgrid.base.yaml.YamlException;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.engine.model.ModelFile;
import org.robustgrid.engine.model.NpzFile;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.ImportedModel;
import org.robustgrid.models.formats.ModelFormats;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.run.plan.ModelReader;
import org.robustgrid.spi.network.Network;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Converts a model of another program into a Deeplearning4j zip. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Converts a model file (ONNX, Keras, PyTorch or safetensors weights with their architecture, what",
      "export writes) into a Deeplearning4j zip, and reports how it was read.",
      "With --check, compares its logits with those of the original program."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:converted; the logits agree, if they were compared",
      "1:the logits differ",
      "2:an error you can correct"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid import theirs.onnx --out theirs.zip",
      "  robustgrid import theirs.onnx --out theirs.zip --check logits.npz",
      "  python -c \"numpy.savez('logits.npz', inputs=x, logits=model(x))\"",
      "  robustgrid import theirs.pt --architecture wide-resnet -a depth=28 -a width=10 \\",
      "      --shape 3,32,32 --classes 10 --out theirs.zip"
    })
public final class ImportCommand implements Callable<Integer> {

  private static final String INPUTS = "inputs";
  private static final String LOGITS = "logits";

  private final Terminal terminal;
  private final ModelReader reader;

  @Parameters(paramLabel = "FILE", description = "The model file.")
  private Path model;

  @Option(
      names = "--out",
      paramLabel = "FILE.zip",
      required = true,
      description = "Where to write the Deeplearning4j zip.")
  private Path out;

  @Option(
      names = "--check",
      paramLabel = "FILE.npz",
      description =
          "Arrays 'inputs' (images as robustgrid has them: [N, channels, height, width] in [0, 1])"
              + " and 'logits' ([N, classes], or probabilities if the model ends in softmax) to"
              + " compare with.")
  private Path check;

  @Option(
      names = "--tolerance",
      paramLabel = "E",
      defaultValue = "1e-4",
      description =
          "Largest accepted difference of logits, relative to the largest logit (default:"
              + " ${DEFAULT-VALUE}).")
  private double tolerance;

  @Option(
      names = "--shape",
      paramLabel = "C,H,W",
      split = ",",
      description = "Shape of the images, if the file does not state it.")
  private long[] shape;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description =
          "Number of classes, for a file with weights alone (default: that of the logits in"
              + " --check).")
  private Integer classes;

  @Mixin private ReadingOptions readingOptions;

  @Mixin private PluginPathOption pluginPath;

  @Inject
  ImportCommand(Terminal terminal, ModelReader reader) {
    this.terminal = terminal;
    this.reader = reader;
  }

  @Override
  public Integer call() {
    OptionProblems problems = new OptionProblems();
    Map<String, INDArray> arrays = check == null ? Map.of() : problems.read(this::arrays, Map.of());
    ImportSettings settings = problems.readLast(() -> settings(arrays));
    Backend.start();
    ImportedModel imported = ModelFormats.read(model, settings);
    try (Network network = imported.network(DataType.FLOAT)) {
      imported.notes().forEach(note -> terminal.note(model + " " + note));
      boolean agrees = arrays.isEmpty() || agrees(network, arrays);
      ModelFile.save(network, out);
      terminal.line(
          out
              + ": reads inputs of shape "
              + Arrays.toString(network.inputShape())
              + ", has "
              + network.classes()
              + " classes, "
              + network.parameterCount()
              + " parameters");
      return agrees ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private ImportSettings settings(Map<String, INDArray> arrays) {
    Optional<long[]> known = Optional.ofNullable(shape);
    if (known.isEmpty() && arrays.containsKey(INPUTS)) {
      long[] batch = arrays.get(INPUTS).shape();
      if (channelsLast(batch)) {
        terminal.note(
            "--check: 'inputs' "
                + Arrays.toString(batch)
                + " are read as "
                + batch[1]
                + " channels of "
                + batch[2]
                + "x"
                + batch[3]
                + " pixels; if their channels are last, save"
                + " inputs=x.transpose(0, 3, 1, 2) instead");
      }
      known = Optional.of(Arrays.copyOfRange(batch, 1, batch.length));
    }
    try {
      return reader.settings(readingOptions.entry(model), known, classes(arrays));
    } catch (YamlException e) {
      throw new UserException(String.join("\n", e.problems()), e);
    }
  }

  /** As stated, or as many as the logits to compare with have. */
  private Optional<Integer> classes(Map<String, INDArray> arrays) {
    if (classes != null || !arrays.containsKey(LOGITS)) {
      return Optional.ofNullable(classes);
    }
    // a lambda with an array as its argument would load ND4J wherever commands are listed
    int columns = (int) arrays.get(LOGITS).size(1);
    return columns > 1 ? Optional.of(columns) : Optional.empty();
  }

  /** Whether images seem to have their channels last. */
  private static boolean channelsLast(long[] batch) {
    return batch.length == 4 && batch[1] > 4 && batch[2] > 4 && batch[3] <= 4;
  }

  private Map<String, INDArray> arrays() {
    Backend.start();
    Map<String, INDArray> arrays = NpzFile.read(check);
    for (String name : List.of(INPUTS, LOGITS)) {
      if (!arrays.containsKey(name)) {
        throw new UserException(
            "--check: "
                + check
                + " has no array '"
                + name
                + "', only "
                + arrays.keySet()
                + "; 'inputs' and 'logits' are needed");
      }
    }
    long rows = arrays.get(INPUTS).size(0);
    if (arrays.get(LOGITS).rank() != 2 || arrays.get(LOGITS).size(0) != rows) {
      throw new UserException(
          "--check: 'logits' needs a row for each of the "
              + rows
              + " inputs, but has the shape "
              + Arrays.toString(arrays.get(LOGITS).shape()));
    }
    return arrays;
  }

  private boolean agrees(Network network, Map<String, INDArray> arrays) {
    INDArray inputs = arrays.get(INPUTS).castTo(DataType.FLOAT);
    long[] shape = inputs.shape();
    if (!Arrays.equals(Arrays.copyOfRange(shape, 1, shape.length), network.inputShape())) {
      throw new UserException(
          "--check: 'inputs' are of the shape "
              + Arrays.toString(shape)
              + ", but the model reads "
              + Arrays.toString(network.inputShape())
              + " for each; images are [N, channels, height, width] here, whatever order the model"
              + " reads them in");
    }
    double[] expected = HostArrays.read(arrays.get(LOGITS));
    double[] actual = HostArrays.read(network.logits(inputs));
    if (arrays.get(LOGITS).size(1) == 1 && network.classes() == 2) {
      expected = ModelOutput.twoClasses(expected);
    }
    if (actual.length != expected.length) {
      throw new UserException(
          "--check: 'logits' has "
              + arrays.get(LOGITS).size(1)
              + " classes, but the model has "
              + network.classes());
    }
    OutputComparison comparison = OutputComparison.of(actual, expected, network.classes());
    if (comparison.output() != ModelOutput.LOGITS) {
      terminal.note(
          "--check: 'logits' are "
              + comparison.output().plural()
              + (comparison.output() == ModelOutput.PROBABILITIES
                  ? " (those of each sample sum to 1)"
                  : " (the probabilities of each sample sum to 1)")
              + "; the model's logits are compared as such");
    }
    boolean agrees = comparison.largest() <= tolerance * comparison.scale();
    terminal.line(comparison.describe() + (agrees ? ": they agree" : ": they differ"));
    return agrees;
  }
}

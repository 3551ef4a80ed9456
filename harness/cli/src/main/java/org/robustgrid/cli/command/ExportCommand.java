package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.nio.file.Path;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.engine.model.ModelExport;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.formats.ModelFormats;
import org.robustgrid.models.onnx.export.OnnxExport;
import org.robustgrid.models.weights.SafetensorsExport;
import org.robustgrid.spi.network.Network;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a model file for other frameworks. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a model for other frameworks.",
      "npz: model.npz with the weights in PyTorch's layout, model.json with the layers.",
      "onnx: model.onnx, opset 17, from images in the data's range to logits.",
      "safetensors: model.safetensors with the weights alone, in PyTorch's layout."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid export trades.zip --format onnx --out exported",
      "  robustgrid export trades.zip --format npz --out exported",
      "  python -c \"import numpy; print(numpy.load('exported/model.npz').files)\""
    })
public final class ExportCommand implements Runnable {

  /** What can be written. */
  enum Format {
    NPZ,
    ONNX,
    SAFETENSORS
  }

  private final Terminal terminal;

  @Parameters(
      paramLabel = "FILE",
      description = "A model file, of any format that contains a whole network.")
  private Path model;

  @Option(
      names = "--format",
      paramLabel = "npz|onnx|safetensors",
      defaultValue = "npz",
      description = "What to write (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to write it.")
  private Path out;

  @Inject
  ExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    Backend.start();
    try (Network network = ModelFormats.read(model, ImportSettings.NONE).network(DataType.FLOAT)) {
      switch (format) {
        case NPZ -> {
          ModelExport.write(network, out);
          terminal.line(out.resolve(ModelExport.ARRAYS).toString());
          terminal.line(out.resolve(ModelExport.DESCRIPTION).toString());
        }
        case ONNX -> {
          OnnxExport.write(network, out.resolve("model.onnx"));
          terminal.line(out.resolve("model.onnx").toString());
        }
        case SAFETENSORS -> {
          SafetensorsExport.write(network, out.resolve("model.safetensors"));
          terminal.line(out.resolve("model.safetensors").toString());
        }
        default -> throw new IllegalStateException("no such format: " + format);
      }
    }
  }
}

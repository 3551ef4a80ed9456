package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.nio.file.Path;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.engine.model.ModelExport;
import org.robustgrid.engine.model.ModelFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a model file for other frameworks. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a model for other frameworks.",
      "npz: model.npz with the weights in PyTorch's layout, model.json with the layers."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid export trades.zip --format npz --out exported",
      "  python -c \"import numpy; print(numpy.load('exported/model.npz').files)\""
    })
public final class ExportCommand implements Runnable {

  /** What can be written. */
  enum Format {
    NPZ
  }

  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "A model file: a Deeplearning4j zip.")
  private Path model;

  @Option(
      names = "--format",
      paramLabel = "npz",
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
    switch (format) {
      case NPZ -> {
        ModelExport.write(ModelFile.load(model, DataType.FLOAT), out);
        terminal.line(out.resolve(ModelExport.ARRAYS).toString());
        terminal.line(out.resolve(ModelExport.DESCRIPTION).toString());
      }
      default -> throw new IllegalStateException("no such format: " + format);
    }
  }
}

package org.robustgrid.models.formats;

import java.nio.file.Path;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.ImportedModel;
import org.robustgrid.models.ModelFormat;
import org.robustgrid.models.weights.StateDict;
import org.robustgrid.models.weights.WeightsFile;
import org.robustgrid.spi.data.DataException;

/** Files of named weights, which are no network by themselves. */
final class WeightsFormat implements ModelFormat {

  @Override
  public String id() {
    return "pytorch and safetensors weights";
  }

  @Override
  public boolean recognises(Path file) {
    return WeightsFile.recognises(file);
  }

  @Override
  public ImportedModel read(Path file, ImportSettings settings) {
    StateDict weights = WeightsFile.read(file);
    throw new DataException(
        "model file "
            + file
            + " holds "
            + weights.tensors().size()
            + " named weights and no network; name its architecture beside it, or export the model"
            + " as ONNX");
  }
}

package org.robustgrid.models.onnx;

import java.util.List;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.graph.Dims;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Operand;
import org.robustgrid.models.graph.Refused;

/** Puts between the network's input and the file's what the settings say. */
final class InputRules {

  private final OnnxImport context;
  private final OnnxFile file;
  private final ImportSettings settings;

  InputRules(OnnxImport context, OnnxFile file, ImportSettings settings) {
    this.context = context;
    this.file = file;
    this.settings = settings;
  }

  void bind() {
    Dims dims = OnnxFormat.dims(file, settings);
    Dims own = dims;
    if (settings.channelsLast() && dims.rank() == 4) {
      own = Dims.batched(0, 1, dims.size(3), dims.size(1), dims.size(2));
    } else if (dims.rank() == 2 && settings.inputShape().isPresent()) {
      long[] shape = settings.inputShape().get();
      if (shape.length == 3 && HostTensor.count(shape) == dims.size(1)) {
        own = Dims.batched(0, 1, shape[0], shape[1], shape[2]);
      }
    }
    Operand x = context.sketch().input(own);
    x = scaled(x);
    if (settings.channelsLast() && dims.rank() == 4) {
      x = ShapeHandlers.permuted(context, x, 0, 2, 3, 1);
    }
    context.bind(file.input(), OnnxImport.as(x, dims));
  }

  private Operand scaled(Operand image) {
    Operand x = image;
    if (settings.range().isPresent()) {
      ImportSettings.Range range = settings.range().get();
      x = ElementHandlers.map(context, x, "line", range.high() - range.low(), range.low());
    }
    if (settings.normalisation().isPresent()) {
      ImportSettings.Normalisation by = settings.normalisation().get();
      if (by.mean().length == 1) {
        double scale = 1 / by.deviation()[0];
        return ElementHandlers.map(context, x, "line", scale, -by.mean()[0] * scale);
      }
      x = channels(x, "subtract", by.mean());
      x = channels(x, "divide", by.deviation());
    }
    return x;
  }

  private Operand channels(Operand x, String operator, double[] values) {
    if (x.rank() != 4 || x.dims().size(1) != values.length) {
      throw new Refused(
          "reads images " + x.dims() + ", but 'normalize' has " + values.length + " channels");
    }
    HostTensor by =
        HostTensor.of(HostTensor.Kind.FLOATING, new long[] {values.length, 1, 1}, values);
    return context.sketch().operator(operator, List.of(), x.dims(), x, by);
  }
}

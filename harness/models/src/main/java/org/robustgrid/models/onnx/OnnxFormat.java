package org.robustgrid.models.onnx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.ImportedModel;
import org.robustgrid.models.ModelFormat;
import org.robustgrid.models.graph.Blueprint;
import org.robustgrid.models.graph.Dims;
import org.robustgrid.models.graph.Refused;
import org.robustgrid.spi.data.DataException;

/**
 * ONNX files, opset 7 to 24.
 *
 * @since 0.1
 */
public final class OnnxFormat implements ModelFormat {

  @Override
  public String id() {
    return "onnx";
  }

  @Override
  public boolean recognises(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".onnx");
  }

  /** The file, and those of its folder that hold weights. */
  @Override
  public List<Path> files(Path file) {
    try {
      return ExternalFiles.of(file);
    } catch (Refused e) {
      // read() says why
      return List.of(file);
    }
  }

  @Override
  public ImportedModel read(Path file, ImportSettings settings) {
    String source = "model file " + file;
    try {
      return read(source, OnnxFile.read(file), OnnxFile.folder(file), settings);
    } catch (Refused e) {
      throw new DataException(source + " " + e.getMessage(), e);
    }
  }

  /**
   * Reads a graph that holds all of its weights.
   *
   * @param source for messages
   * @throws Refused in words
   */
  public static ImportedModel read(String source, Onnx.ModelProto model, ImportSettings settings) {
    Path nowhere = Path.of("");
    return read(source, OnnxFile.of(model, new TensorReader(nowhere)), nowhere, settings);
  }

  private static ImportedModel read(
      String source, OnnxFile file, Path folder, ImportSettings settings) {
    TensorReader reader = new TensorReader(folder);
    OnnxImport context =
        new OnnxImport(file, reader, file.inputShape()[0], settings.straightThrough());
    new InputRules(context, file, settings).bind();
    context.run();
    Blueprint blueprint = context.finish();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    blueprint
        .placements()
        .forEach(
            placement -> {
              var origin = placement.values().origin();
              if (origin != null && file.tensors().containsKey(origin.name())) {
                shapes.put(origin.name(), file.tensors().get(origin.name()).shape());
              } else if (origin != null) {
                shapes.put(origin.name(), context.value(origin.name()).dims().stored());
              }
            });
    ImportedModel model =
        new ImportedModel(
            source, blueprint, shapes, context.notes(), Optional.of(blueprint.signature()));
    if (settings.straightThrough() && model.standIn().isEmpty()) {
      throw new Refused(
          "rounds no numbers that depend on the image and casts none to whole numbers, so that there"
              + " is nothing to pass straight through; remove straight-through");
    }
    return model;
  }

  /** Refuses images of the data in the layout that was not declared. */
  private static void requireLayout(
      OnnxFile file, long[] shape, boolean last, long[] declared, long[] other) {
    if (!fits(shape, declared) && fits(shape, other)) {
      throw new Refused(
          "has an input '"
              + file.input()
              + "' of the shape "
              + written(shape)
              + (last
                  ? ", so that it reads images with their channels first; remove the layout nhwc"
                  : ", so that it reads images with their channels last; give 'layout: nhwc' beside"
                      + " the model, or --layout nhwc"));
    }
  }

  private static boolean fits(long[] shape, long[] image) {
    for (int axis = 1; axis < shape.length; axis++) {
      if (shape[axis] >= 0 && shape[axis] != image[axis - 1]) {
        return false;
      }
    }
    return true;
  }

  private static List<String> written(long[] shape) {
    List<String> sizes = new ArrayList<>(List.of("N"));
    for (int axis = 1; axis < shape.length; axis++) {
      sizes.add(shape[axis] < 0 ? "?" : Long.toString(shape[axis]));
    }
    return sizes;
  }

  /** The file's input as dims with the batch in front. */
  static Dims dims(OnnxFile file, ImportSettings settings) {
    long[] shape = file.inputShape().clone();
    if (shape.length < 2 || shape.length > 4) {
      throw new Refused(
          "has an input '"
              + file.input()
              + "' of the shape "
              + Arrays.toString(shape)
              + ", but [batch, channels, height, width] or [batch, features] is needed");
    }
    long[] known = settings.inputShape().orElse(new long[0]);
    if (known.length == 3 && shape.length == 4) {
      long[] last = {known[1], known[2], known[0]};
      boolean declared = settings.channelsLast();
      requireLayout(file, shape, declared, declared ? last : known, declared ? known : last);
      known = declared ? last : known;
    }
    for (int axis = 1; axis < shape.length; axis++) {
      if (shape[axis] < 0) {
        if (known.length != shape.length - 1) {
          throw new Refused(
              "has an input '"
                  + file.input()
                  + "' whose sizes "
                  + file.openSizes().stream().skip(1).filter(name -> !name.isEmpty()).toList()
                  + " are symbolic, but only the batch size may be; give the shape of the images"
                  + " or export with fixed sizes");
        }
        shape[axis] = known[axis - 1];
      }
    }
    shape[0] = 1;
    return Dims.batched(0, shape);
  }
}

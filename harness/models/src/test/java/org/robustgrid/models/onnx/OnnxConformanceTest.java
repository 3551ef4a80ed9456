package org.robustgrid.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import onnx.Onnx;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.Networks;
import org.robustgrid.models.graph.Blueprint;
import org.robustgrid.models.graph.Dims;
import org.robustgrid.models.graph.HalfFloats;
import org.robustgrid.models.graph.HostTensor;
import org.robustgrid.models.graph.Operand;
import org.robustgrid.models.graph.Refused;
import org.robustgrid.models.graph.SampleValue;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Network;

/**
 * ONNX's own conformance data, as Debian's package libonnx-testdata installs them: every model
 * whose operators are read, every output of every data set.
 */
class OnnxConformanceTest {

  private static final Path DATA = Path.of("/usr/share/libonnx-testdata/data");
  private static final List<String> KINDS =
      List.of("node", "pytorch-converted", "pytorch-operator", "simple");

  /** Of the largest expected number: the expected ones are computed in float. */
  private static final double TOLERANCE = 1e-4;

  private final Map<String, Set<String>> unsupported = new TreeMap<>();
  private final List<String> refused = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();
  private int passed;
  private int leftOut;

  @Test
  void every_model_of_known_operators_gives_the_expected_outputs() throws IOException {
    assumeTrue(
        Files.isDirectory(DATA),
        "left out: ONNX's conformance data are not installed (Debian: libonnx-testdata)");
    for (String kind : KINDS) {
      try (Stream<Path> models = Files.list(DATA.resolve(kind))) {
        for (Path model : models.sorted().toList()) {
          run(model);
        }
      }
    }
    System.out.println(
        "ONNX conformance: "
            + passed
            + " passed, "
            + failed.size()
            + " failed, "
            + refused.size()
            + " refused, "
            + unsupported.values().stream().flatMap(Set::stream).distinct().count()
            + " with an operator that is not read, "
            + leftOut
            + " further outputs left out");
    unsupported.forEach(
        (operator, models) -> System.out.println("  " + operator + ": " + models.size()));
    refused.forEach(line -> System.out.println("  refused " + line));
    failed.forEach(line -> System.out.println("  FAILED " + line));
    assertThat(failed).isEmpty();
    assertThat(passed).isPositive();
  }

  private void run(Path folder) throws IOException {
    String name = folder.getParent().getFileName() + "/" + folder.getFileName();
    Onnx.ModelProto model =
        Onnx.ModelProto.parseFrom(Files.readAllBytes(folder.resolve("model.onnx")));
    Set<String> unknown =
        model.getGraph().getNodeList().stream()
            .map(Onnx.NodeProto::getOpType)
            .filter(operator -> !OnnxImport.operators().contains(operator))
            .collect(Collectors.toCollection(TreeSet::new));
    if (!unknown.isEmpty()) {
      unknown.forEach(
          operator -> unsupported.computeIfAbsent(operator, o -> new TreeSet<>()).add(name));
      return;
    }
    try {
      for (Path data : sets(folder)) {
        for (int output = 0; output < model.getGraph().getOutputCount(); output++) {
          check(model, data, output);
        }
      }
      passed++;
    } catch (Refused e) {
      refused.add(name + ": " + e.getMessage());
    } catch (RuntimeException | AssertionError e) {
      failed.add(name + ": " + e);
    }
  }

  private static List<Path> sets(Path folder) throws IOException {
    try (Stream<Path> sets = Files.list(folder)) {
      return sets.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static HostTensor tensor(Path file) throws IOException {
    Onnx.TensorProto proto = Onnx.TensorProto.parseFrom(Files.readAllBytes(file));
    return new TensorReader(file.getParent()).read(proto, file.getFileName().toString());
  }

  private void check(Onnx.ModelProto model, Path data, int output) throws IOException {
    HostTensor expected = tensor(data.resolve("output_" + output + ".pb"));
    Map<String, HostTensor> given = new TreeMap<>();
    Onnx.GraphProto graph = model.getGraph();
    Set<String> weights =
        graph.getInitializerList().stream()
            .map(Onnx.TensorProto::getName)
            .collect(Collectors.toSet());
    List<String> names =
        graph.getInputList().stream()
            .map(Onnx.ValueInfoProto::getName)
            .filter(name -> !weights.contains(name))
            .toList();
    String image = null;
    for (int i = 0; i < names.size(); i++) {
      Path file = data.resolve("input_" + i + ".pb");
      if (Files.exists(file)) {
        int type =
            graph.getInputList().stream()
                .filter(input -> !weights.contains(input.getName()))
                .toList()
                .get(i)
                .getType()
                .getTensorType()
                .getElemType();
        HostTensor read = tensor(file);
        HostTensor tensor =
            type == Onnx.TensorProto.DataType.BFLOAT16_VALUE
                ? HostTensor.of(HostTensor.Kind.FLOATING, read.shape(), widened(read, type))
                : read;
        given.put(names.get(i), tensor);
        image = image == null && tensor.isFloating() && tensor.size() > 0 ? names.get(i) : image;
      }
    }
    OnnxFile file = OnnxFile.forOutput(model, data, graph.getOutput(output).getName());
    List<Run> attempts = new ArrayList<>();
    attempts.add(new Run(file, data, given, image, false));
    String floating = image;
    names.stream()
        .filter(name -> floating == null ? given.get(name).size() > 0 : name.equals(floating))
        .findFirst()
        .ifPresent(
            name -> {
              attempts.add(new Run(file, data, given, name, false));
              attempts.add(new Run(file, data, given, name, true));
            });
    Refused first = null;
    for (Run attempt : attempts) {
      try {
        double[] actual = attempt.outputs();
        if (actual == null && output > 0) {
          leftOut++;
          return;
        }
        int type = graph.getOutput(output).getType().getTensorType().getElemType();
        compare(actual, widened(expected, type), tolerance(type));
        return;
      } catch (Refused e) {
        first = first == null ? e : first;
      }
    }
    throw first;
  }

  /** The data hold bfloat16 as whole numbers of 16 bits. */
  private static double[] widened(HostTensor tensor, int type) {
    double[] values = tensor.values();
    if (type == Onnx.TensorProto.DataType.BFLOAT16_VALUE && !tensor.isFloating()) {
      Arrays.setAll(values, i -> HalfFloats.brain((short) values[i]));
    }
    return values;
  }

  /** Numbers of 16 bits are computed in double here. */
  private static double tolerance(int type) {
    return switch (type) {
      case Onnx.TensorProto.DataType.FLOAT16_VALUE -> 1e-3;
      case Onnx.TensorProto.DataType.BFLOAT16_VALUE -> 1e-2;
      default -> TOLERANCE;
    };
  }

  private static void compare(double[] actual, double[] expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    double scale = 0;
    for (double value : expected) {
      scale = Double.isFinite(value) ? Math.max(scale, Math.abs(value)) : scale;
    }
    for (int i = 0; i < actual.length; i++) {
      boolean same =
          actual[i] == expected[i]
              || Double.isNaN(actual[i]) && Double.isNaN(expected[i])
              || Math.abs(actual[i] - expected[i]) <= tolerance * scale;
      assertThat(same).as("output %d: %s instead of %s", i, actual[i], expected[i]).isTrue();
    }
  }

  /** One model on one input: the first of floating-point numbers is the image, others are known. */
  private record Run(
      OnnxFile file, Path folder, Map<String, HostTensor> given, String image, boolean batched) {

    double[] outputs() {
      long batch = image == null || !batched ? -1 : first(given.get(image).shape());
      OnnxImport context = new OnnxImport(file, new TensorReader(folder), batch, false);
      given.forEach(context::bind);
      if (image != null) {
        long[] shape = given.get(image).shape();
        Dims dims = batched ? batched(shape) : Dims.fixed(shape);
        Dims stored = dims.stored().length == 0 ? one(dims) : dims;
        SampleValue input = context.sketch().input(stored);
        context.bind(image, input.as(dims));
      }
      context.run();
      Operand output = context.value(file.output());
      if (output == null) {
        return null;
      }
      if (output instanceof HostTensor tensor) {
        if (tensor.anyPerSample()) {
          throw new Refused("has a shape that depends on the batch size as its output");
        }
        return tensor.values();
      }
      return computed(context, (SampleValue) output);
    }

    private static long first(long[] shape) {
      if (shape.length < 2) {
        throw new Refused("has no batch axis");
      }
      return shape[0];
    }

    private static Dims batched(long[] shape) {
      long[] sizes = shape.clone();
      sizes[0] = 1;
      return Dims.batched(0, sizes);
    }

    private static Dims one(Dims dims) {
      return dims.hasBatch() ? Dims.batched(0, 1, 1) : Dims.fixed(1);
    }

    private double[] computed(OnnxImport context, SampleValue output) {
      Dims dims = output.dims();
      if (dims.hasBatch() && (!dims.isBatch(0) || !dims.plain())) {
        throw new Refused("gives an output " + dims + " whose first axis is not the batch");
      }
      if (batched && !dims.hasBatch()) {
        throw new Refused("gives an output without the batch");
      }
      int size = HostTensor.count(dims.stored());
      Blueprint blueprint = context.sketch().finish(output.as(Dims.batched(0, 1, size)));
      double[] values = given.get(image).values();
      try (Network network = Networks.of(blueprint.build(DataType.DOUBLE))) {
        long rows = batched ? given.get(image).shape()[0] : 1;
        long[] shape = network.inputShape();
        long[] full = new long[shape.length + 1];
        full[0] = rows;
        System.arraycopy(shape, 0, full, 1, shape.length);
        INDArray x = Nd4j.createUninitialized(DataType.DOUBLE, full, 'c');
        HostArrays.write(values, x);
        return Arrays.copyOf(HostArrays.read(network.logits(x)), (int) rows * size);
      }
    }
  }
}

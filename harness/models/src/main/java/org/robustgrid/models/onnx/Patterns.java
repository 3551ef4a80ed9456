package org.robustgrid.models.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import onnx.Onnx;
import org.robustgrid.models.graph.HostTensor;

/**
 * Operators that exporters write out in primitive ones, found and put together again: GELU by way
 * of the error function, the standardisation of layer norm, x σ(x), and PyTorch's softplus, which
 * is the identity above a threshold.
 */
final class Patterns {

  private static final double CLOSE = 1e-5;

  /** Above it softplus(x) − x is less than 1e-8, far below float's precision at x. */
  private static final double LINEAR = 18.5;

  private final Map<String, HostTensor> tensors;
  private final TensorReader reader;
  private final Map<String, OnnxNode> producers = new LinkedHashMap<>();
  private final Map<String, List<OnnxNode>> readers = new HashMap<>();
  private final String output;

  private Patterns(OnnxFile file, TensorReader reader) {
    this.tensors = file.tensors();
    this.reader = reader;
    this.output = file.output();
    for (OnnxNode node : file.nodes()) {
      node.outputs().forEach(name -> producers.put(name, node));
      node.inputs()
          .forEach(name -> readers.computeIfAbsent(name, n -> new ArrayList<>()).add(node));
    }
  }

  /** The nodes, with every pattern replaced by one node in the place of its last. */
  static List<OnnxNode> simplified(OnnxFile file, TensorReader reader) {
    Patterns patterns = new Patterns(file, reader);
    Map<OnnxNode, OnnxNode> replaced = new HashMap<>();
    for (OnnxNode node : file.nodes()) {
      patterns.found(node).ifPresent(pair -> replaced.put(pair.last(), pair.whole()));
    }
    List<OnnxNode> nodes = new ArrayList<>();
    for (OnnxNode node : file.nodes()) {
      nodes.add(replaced.getOrDefault(node, node));
    }
    return live(nodes, file.output());
  }

  private record Found(OnnxNode last, OnnxNode whole) {}

  private static List<OnnxNode> live(List<OnnxNode> nodes, String output) {
    Set<String> needed = new java.util.HashSet<>(Set.of(output));
    List<OnnxNode> live = new ArrayList<>();
    for (int n = nodes.size() - 1; n >= 0; n--) {
      if (nodes.get(n).outputs().stream().anyMatch(needed::contains)) {
        needed.addAll(nodes.get(n).inputs());
        live.add(0, nodes.get(n));
      }
    }
    return live;
  }

  private Optional<Found> found(OnnxNode node) {
    return switch (node.operator()) {
      case "Erf" -> gelu(node);
      case "Sqrt" -> standardization(node);
      case "Sigmoid" -> gated(node);
      case "Softplus" -> softplus(node);
      default -> Optional.empty();
    };
  }

  private static OnnxNode whole(
      OnnxNode last, String operator, List<String> inputs, Map<String, Onnx.AttributeProto> with) {
    return new OnnxNode(operator, last.name(), inputs, last.outputs(), with);
  }

  /** The number that a name stands for, if it is one that is known and not trained. */
  private Optional<Double> number(String name) {
    HostTensor tensor = tensors.get(name);
    OnnxNode producer = producers.get(name);
    if (tensor == null && producer != null && producer.operator().equals("Constant")) {
      tensor = producer.constant(reader);
    }
    return tensor == null || tensor.size() != 1 ? Optional.empty() : Optional.of(tensor.get(0));
  }

  private boolean is(String name, double value) {
    return number(name).filter(n -> Math.abs(n - value) <= CLOSE * value).isPresent();
  }

  /** The one node that reads a name, which is not the graph's output. */
  private Optional<OnnxNode> only(String name, String operator) {
    List<OnnxNode> all = readers.getOrDefault(name, List.of());
    return all.size() == 1 && !name.equals(output) && all.get(0).operator().equals(operator)
        ? Optional.of(all.get(0))
        : Optional.empty();
  }

  /** The other of a node's two inputs. */
  private static String other(OnnxNode node, String name) {
    return node.inputs().get(0).equals(name) ? node.inputs().get(1) : node.inputs().get(0);
  }

  private static String result(OnnxNode node) {
    return node.outputs().get(0);
  }

  /** ½ x (1 + erf(x/√2)), its factors in any order. */
  private Optional<Found> gelu(OnnxNode erf) {
    OnnxNode scaled = producers.get(erf.inputs().get(0));
    if (scaled == null || scaled.inputs().size() != 2) {
      return Optional.empty();
    }
    String x = scaled.inputs().get(0);
    String by = scaled.inputs().get(1);
    boolean divided = scaled.operator().equals("Div") && is(by, Math.sqrt(2));
    boolean multiplied = scaled.operator().equals("Mul") && is(by, Math.sqrt(0.5));
    if (!divided && !multiplied) {
      return Optional.empty();
    }
    Optional<OnnxNode> sum = only(result(erf), "Add").filter(add -> is(other(add, result(erf)), 1));
    Optional<OnnxNode> product = sum.flatMap(add -> only(result(add), "Mul"));
    if (product.isEmpty()) {
      return Optional.empty();
    }
    String factor = other(product.get(), result(sum.get()));
    Optional<OnnxNode> last = Optional.empty();
    if (factor.equals(x)) {
      last =
          only(result(product.get()), "Mul")
              .filter(mul -> is(other(mul, result(product.get())), 0.5));
    } else if (is(factor, 0.5)) {
      last =
          only(result(product.get()), "Mul")
              .filter(mul -> other(mul, result(product.get())).equals(x));
    } else if (producers.get(factor) != null
        && producers.get(factor).operator().equals("Mul")
        && producers.get(factor).inputs().contains(x)
        && is(other(producers.get(factor), x), 0.5)) {
      last = product;
    }
    return last.map(node -> new Found(node, whole(node, "Gelu", List.of(x), Map.of())));
  }

  /** (x − mean x)/√(mean (x − mean x)² + ε) over the last axis. */
  private Optional<Found> standardization(OnnxNode root) {
    OnnxNode sum = producers.get(root.inputs().get(0));
    if (sum == null || !sum.operator().equals("Add")) {
      return Optional.empty();
    }
    for (int side = 0; side < 2; side++) {
      OnnxNode variance = producers.get(sum.inputs().get(side));
      Optional<Double> epsilon = number(sum.inputs().get(1 - side));
      if (variance != null && epsilon.isPresent() && overLastAxis(variance)) {
        return standardization(root, variance, epsilon.get());
      }
    }
    return Optional.empty();
  }

  private Optional<Found> standardization(OnnxNode root, OnnxNode variance, double epsilon) {
    OnnxNode square = producers.get(variance.inputs().get(0));
    boolean squares =
        square != null
            && (square.operator().equals("Pow") && is(square.inputs().get(1), 2)
                || square.operator().equals("Mul")
                    && square.inputs().get(0).equals(square.inputs().get(1)));
    OnnxNode centred = squares ? producers.get(square.inputs().get(0)) : null;
    if (centred == null || !centred.operator().equals("Sub")) {
      return Optional.empty();
    }
    String x = centred.inputs().get(0);
    OnnxNode mean = producers.get(centred.inputs().get(1));
    if (mean == null || !overLastAxis(mean) || !mean.inputs().get(0).equals(x)) {
      return Optional.empty();
    }
    Onnx.AttributeProto attribute =
        Onnx.AttributeProto.newBuilder().setName("epsilon").setF((float) epsilon).build();
    return only(result(root), "Div")
        .filter(division -> division.inputs().get(1).equals(result(root)))
        .filter(division -> isCentred(division.inputs().get(0), x, mean))
        .map(
            division ->
                new Found(
                    division,
                    whole(
                        division, "LayerNormalization", List.of(x), Map.of("epsilon", attribute))));
  }

  /** Exporters may write the difference twice. */
  private boolean isCentred(String name, String x, OnnxNode mean) {
    OnnxNode node = producers.get(name);
    return node != null
        && node.operator().equals("Sub")
        && node.inputs().get(0).equals(x)
        && producers.get(node.inputs().get(1)) != null
        && overLastAxis(producers.get(node.inputs().get(1)))
        && producers.get(node.inputs().get(1)).inputs().get(0).equals(mean.inputs().get(0));
  }

  private boolean overLastAxis(OnnxNode node) {
    if (!node.operator().equals("ReduceMean") || node.integer("keepdims", 1) != 1) {
      return false;
    }
    if (node.has("axes")) {
      long[] axes = node.integers("axes").orElseThrow();
      return axes.length == 1 && axes[0] == -1;
    }
    return node.hasInput(1) && number(node.inputs().get(1)).filter(axis -> axis == -1).isPresent();
  }

  private Optional<Found> gated(OnnxNode sigmoid) {
    String x = sigmoid.inputs().get(0);
    return only(result(sigmoid), "Mul")
        .filter(mul -> other(mul, result(sigmoid)).equals(x))
        .map(mul -> new Found(mul, whole(mul, "Swish", List.of(x), Map.of())));
  }

  /** x > threshold ? x : softplus(βx)/β, as PyTorch defines it. */
  private Optional<Found> softplus(OnnxNode inner) {
    String scaled = inner.inputs().get(0);
    Optional<OnnxNode> outer = only(result(inner), "Where");
    String x = scaled;
    OnnxNode product = producers.get(scaled);
    if (outer.isEmpty() && product != null && product.operator().equals("Mul")) {
      String first = product.inputs().get(0);
      x = number(first).isPresent() ? product.inputs().get(1) : first;
      double beta = number(other(product, x)).orElse(Double.NaN);
      outer =
          only(result(inner), "Div")
              .filter(division -> is(division.inputs().get(1), beta))
              .flatMap(division -> only(result(division), "Where"));
    }
    String linear = x;
    return outer
        .filter(where -> where.inputs().get(1).equals(linear))
        .filter(where -> isAbove(where.inputs().get(0), scaled))
        .map(
            where ->
                new Found(
                    where, whole(where, "Identity", List.of(where.inputs().get(2)), Map.of())));
  }

  private boolean isAbove(String condition, String x) {
    OnnxNode greater = producers.get(condition);
    return greater != null
        && greater.operator().equals("Greater")
        && greater.inputs().get(0).equals(x)
        && number(greater.inputs().get(1)).filter(threshold -> threshold >= LINEAR).isPresent();
  }
}

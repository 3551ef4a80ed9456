package org.robustgrid.engine.operator;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.gamma.Erf;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.robustgrid.engine.kernel.Clip;
import org.robustgrid.engine.kernel.Curve;
import org.robustgrid.engine.kernel.NativeCurve;

/**
 * Functions of one number that Deeplearning4j's activation layers do not have, or not with these
 * settings. The slope at a kink is 0 if the function is cut off there, else that of its left.
 */
final class ElementFunction {

  /** Writes the function in Deeplearning4j's terms. */
  private interface Definition {
    SDVariable of(SameDiff graph, SDVariable x, double[] p);
  }

  private record Entry(int parameters, Jet jet, Definition definition) {}

  /** Value, first and second derivative. */
  private interface Jet {
    void evaluate(double x, double[] p, double[] jet);
  }

  private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);
  private static final double ROOT_HALF = Math.sqrt(0.5);
  private static final double NORMAL = 1 / Math.sqrt(2 * Math.PI);
  private static final double TANH_ROOT = Math.sqrt(2 / Math.PI);
  private static final double TANH_CUBIC = 0.044715;

  private static final Map<String, Entry> ENTRIES = new TreeMap<>();

  private static void add(String word, int parameters, Jet jet, Definition definition) {
    ENTRIES.put(word, new Entry(parameters, jet, definition));
  }

  /**
   * Rounding, whose slope is 0 at a step too, and the same with the slope 1 of the identity ({@link
   * StraightThrough}). Deeplearning4j alone, which has no such function, rounds and has the slope
   * 0.
   */
  private static void addRounding(
      String word, DoubleUnaryOperator function, Definition definition) {
    add(word, 0, (x, p, j) -> set(j, function.applyAsDouble(x), 0, 0), definition);
    add(
        StraightThrough.of(word),
        0,
        (x, p, j) -> set(j, function.applyAsDouble(x), 1, 0),
        definition);
  }

  static {
    add("line", 2, (x, p, j) -> set(j, p[0] * x + p[1], p[0], 0), (g, x, p) -> affine(x, p));
    add("absolute", 0, (x, p, j) -> set(j, Math.abs(x), Math.signum(x), 0), (g, x, p) -> abs(g, x));
    add("exponential", 0, ElementFunction::exponential, (g, x, p) -> g.math().exp(x));
    add(
        "logarithm",
        0,
        (x, p, j) -> set(j, Math.log(x), 1 / x, -1 / (x * x)),
        (g, x, p) -> g.math().log(x));
    add(
        "root",
        0,
        (x, p, j) -> set(j, Math.sqrt(x), 0.5 / Math.sqrt(x), -0.25 / (x * Math.sqrt(x))),
        (g, x, p) -> g.math().sqrt(x));
    add(
        "reciprocal",
        0,
        (x, p, j) -> set(j, 1 / x, -1 / (x * x), 2 / (x * x * x)),
        (g, x, p) -> x.rdiv(1.0));
    add("power", 1, ElementFunction::power, (g, x, p) -> g.math().pow(x, p[0]));
    add(
        "sine",
        0,
        (x, p, j) -> set(j, Math.sin(x), Math.cos(x), -Math.sin(x)),
        (g, x, p) -> g.math().sin(x));
    add(
        "cosine",
        0,
        (x, p, j) -> set(j, Math.cos(x), -Math.sin(x), -Math.cos(x)),
        (g, x, p) -> g.math().cos(x));
    add("erf", 0, ElementFunction::erf, (g, x, p) -> g.math().erf(x));
    addRounding("round", Math::rint, ElementFunction::defineRound);
    addRounding("floor", Math::floor, (g, x, p) -> g.math().floor(x));
    addRounding("ceiling", Math::ceil, (g, x, p) -> g.math().ceil(x));
    addRounding("truncate", ElementFunction::truncated, ElementFunction::defineTruncate);
    add("sign", 0, (x, p, j) -> set(j, Math.signum(x), 0, 0), (g, x, p) -> g.math().sign(x));
    add("gelu", 0, ElementFunction::gelu, ElementFunction::defineGelu);
    add("gelu-tanh", 0, ElementFunction::geluTanh, ElementFunction::defineGeluTanh);
    add("clip", 2, ElementFunction::clip, (g, x, p) -> bounded(g, x, p[0], p[1]));
    add(
        "hard-sigmoid",
        2,
        ElementFunction::hardSigmoid,
        (g, x, p) -> bounded(g, affine(x, p), 0, 1));
    add(
        "hard-swish",
        0,
        ElementFunction::hardSwish,
        (g, x, p) -> x.mul(bounded(g, x.add(3), 0, 6)).div(6));
    add("elu", 2, ElementFunction::elu, ElementFunction::defineElu);
    add("celu", 1, ElementFunction::celu, ElementFunction::defineCelu);
    add(
        "leaky",
        1,
        (x, p, j) -> set(j, x > 0 ? x : p[0] * x, x > 0 ? 1 : p[0], 0),
        (g, x, p) -> positive(g, x).add(negative(g, x).mul(p[0])));
    add(
        "threshold",
        1,
        (x, p, j) -> set(j, x > p[0] ? x : 0, x > p[0] ? 1 : 0, 0),
        (g, x, p) -> x.mul(x.gt(p[0]).castTo(x.dataType())));
    add("softplus", 0, (x, p, j) -> Curve.SOFTPLUS.evaluate(x, j), (g, x, p) -> g.nn().softplus(x));
    add("tanh", 0, (x, p, j) -> Curve.TANH.evaluate(x, j), (g, x, p) -> g.math().tanh(x));
    add("sigmoid", 0, (x, p, j) -> Curve.SIGMOID.evaluate(x, j), (g, x, p) -> g.nn().sigmoid(x));
  }

  private final String word;
  private final double[] parameters;
  private final Entry entry;

  private ElementFunction(String word, double[] parameters, Entry entry) {
    this.word = word;
    this.parameters = parameters;
    this.entry = entry;
  }

  static ElementFunction of(String word, double... parameters) {
    Entry entry = ENTRIES.get(word);
    if (entry == null || entry.parameters != parameters.length) {
      throw new IllegalArgumentException(
          "function '"
              + word
              + "' with parameters "
              + Arrays.toString(parameters)
              + " is not known; known are "
              + ENTRIES.keySet());
    }
    return new ElementFunction(word, parameters.clone(), entry);
  }

  static boolean knows(String word) {
    return ENTRIES.containsKey(word);
  }

  String word() {
    return word;
  }

  Curve curve() {
    if (word.equals("clip")) {
      return new Clip(parameters[0], parameters[1]);
    }
    double[] p = parameters;
    Jet evaluated = entry.jet;
    return new Curve() {
      @Override
      public void evaluate(double x, double[] jet) {
        evaluated.evaluate(x, p, jet);
      }

      @Override
      public Optional<NativeCurve> inFloat() {
        return Optional.ofNullable(
            switch (word) {
              case "line" -> new NativeCurve(NativeCurve.Kind.LINE, p[0], p[1]);
              case "gelu" -> new NativeCurve(NativeCurve.Kind.GELU, 0, 0);
              case "gelu-tanh" -> new NativeCurve(NativeCurve.Kind.GELU_TANH, 0, 0);
              default -> null;
            });
      }
    };
  }

  SDVariable define(SameDiff graph, SDVariable x) {
    return entry.definition.of(graph, x, parameters);
  }

  private static void set(double[] jet, double value, double first, double second) {
    jet[0] = value;
    jet[1] = first;
    jet[2] = second;
  }

  private static SDVariable affine(SDVariable x, double[] p) {
    return x.mul(p[0]).add(p[1]);
  }

  private static SDVariable abs(SameDiff graph, SDVariable x) {
    return graph.math().abs(x);
  }

  private static SDVariable positive(SameDiff graph, SDVariable x) {
    return graph.nn().relu(x, 0);
  }

  private static SDVariable negative(SameDiff graph, SDVariable x) {
    return graph.nn().relu(x.neg(), 0).neg();
  }

  private static SDVariable bounded(SameDiff graph, SDVariable x, double low, double high) {
    SDVariable above = low == Double.NEGATIVE_INFINITY ? x : positive(graph, x.sub(low)).add(low);
    return high == Double.POSITIVE_INFINITY ? above : positive(graph, above.rsub(high)).rsub(high);
  }

  private static void exponential(double x, double[] p, double[] jet) {
    double y = Math.exp(x);
    set(jet, y, y, y);
  }

  private static void power(double x, double[] p, double[] jet) {
    double n = p[0];
    if (n == 2) {
      set(jet, x * x, 2 * x, 2);
      return;
    }
    double first = n == 0 ? 0 : n * Math.pow(x, n - 1);
    double bend = n == 0 || n == 1 ? 0 : n * (n - 1) * Math.pow(x, n - 2);
    set(jet, Math.pow(x, n), first, bend);
  }

  private static void erf(double x, double[] p, double[] jet) {
    double slope = TWO_OVER_ROOT_PI * Math.exp(-x * x);
    set(jet, Erf.value(x), slope, -2 * x * slope);
  }

  /** x Φ(x) (Hendrycks and Gimpel 2016). */
  private static void gelu(double x, double[] p, double[] jet) {
    double cumulative = 0.5 * (1 + Erf.value(x * ROOT_HALF));
    double density = NORMAL * Math.exp(-0.5 * x * x);
    set(jet, x * cumulative, cumulative + x * density, density * (2 - x * x));
  }

  /** To the nearest whole number, to the even one of two, as ONNX and PyTorch do. */
  private static SDVariable defineRound(SameDiff graph, SDVariable x, double[] p) {
    SDVariable up = x.add(0.5);
    SDVariable nearest = graph.math().floor(up);
    SDVariable odd = nearest.sub(graph.math().floor(nearest.mul(0.5)).mul(2));
    return nearest.sub(up.eq(nearest).castTo(x.dataType()).mul(odd));
  }

  /** Towards 0, as a cast to whole numbers does. */
  private static double truncated(double x) {
    return x < 0 ? Math.ceil(x) : Math.floor(x);
  }

  private static SDVariable defineTruncate(SameDiff graph, SDVariable x, double[] p) {
    return graph.math().sign(x).mul(graph.math().floor(abs(graph, x)));
  }

  private static SDVariable defineGelu(SameDiff graph, SDVariable x, double[] p) {
    return x.mul(graph.math().erf(x.mul(ROOT_HALF)).add(1)).mul(0.5);
  }

  /** ½ x (1 + tanh(√(2/π)(x + 0.044715 x³))) (Hendrycks and Gimpel 2016). */
  private static void geluTanh(double x, double[] p, double[] jet) {
    double inner = TANH_ROOT * (x + TANH_CUBIC * x * x * x);
    double first = TANH_ROOT * (1 + 3 * TANH_CUBIC * x * x);
    double second = TANH_ROOT * 6 * TANH_CUBIC * x;
    double t = Math.tanh(inner);
    double sech = 1 - t * t;
    double slope = 0.5 * (1 + t) + 0.5 * x * sech * first;
    double bend = sech * first + 0.5 * x * sech * (second - 2 * t * first * first);
    set(jet, 0.5 * x * (1 + t), slope, bend);
  }

  private static SDVariable defineGeluTanh(SameDiff graph, SDVariable x, double[] p) {
    SDVariable inner = x.mul(x).mul(x).mul(TANH_CUBIC).add(x).mul(TANH_ROOT);
    return x.mul(graph.math().tanh(inner).add(1)).mul(0.5);
  }

  private static void clip(double x, double[] p, double[] jet) {
    new Clip(p[0], p[1]).evaluate(x, jet);
  }

  private static void hardSigmoid(double x, double[] p, double[] jet) {
    double y = p[0] * x + p[1];
    boolean cut = y <= 0 || y >= 1;
    set(jet, y < 0 ? 0 : y > 1 ? 1 : y, cut ? 0 : p[0], 0);
  }

  /** x min(max(x + 3, 0), 6)/6 (Howard et al. 2019). */
  private static void hardSwish(double x, double[] p, double[] jet) {
    if (x <= -3) {
      set(jet, 0, 0, 0);
    } else if (x >= 3) {
      set(jet, x, 1, 0);
    } else {
      set(jet, x * (x + 3) / 6, (2 * x + 3) / 6, 1.0 / 3);
    }
  }

  /** p₁x above 0, p₁p₀(eˣ − 1) below: ELU with p₁ = 1, SELU with its two constants. */
  private static void elu(double x, double[] p, double[] jet) {
    if (x > 0) {
      set(jet, p[1] * x, p[1], 0);
    } else {
      double tail = p[1] * p[0] * Math.exp(x);
      set(jet, p[1] * p[0] * Math.expm1(x), tail, tail);
    }
  }

  private static SDVariable defineElu(SameDiff graph, SDVariable x, double[] p) {
    SDVariable tail = graph.math().exp(negative(graph, x)).sub(1).mul(p[0]);
    return positive(graph, x).add(tail).mul(p[1]);
  }

  /** α(e^(x/α) − 1) below 0 (Barron 2017). */
  private static void celu(double x, double[] p, double[] jet) {
    if (x > 0) {
      set(jet, x, 1, 0);
    } else {
      double tail = Math.exp(x / p[0]);
      set(jet, p[0] * Math.expm1(x / p[0]), tail, tail / p[0]);
    }
  }

  private static SDVariable defineCelu(SameDiff graph, SDVariable x, double[] p) {
    SDVariable tail = graph.math().exp(negative(graph, x).div(p[0])).sub(1).mul(p[0]);
    return positive(graph, x).add(tail);
  }
}

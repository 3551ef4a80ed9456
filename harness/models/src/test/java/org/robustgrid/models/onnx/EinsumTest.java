package org.robustgrid.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.formats.ModelFormats;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.network.Network;

/** Einsum beside its definition: a sum over every assignment of numbers to the axes' names. */
class EinsumTest {

  private static final long BATCH = 3;

  @TempDir private Path folder;

  /** Numbers of a shape, C order. */
  private record Array(long[] shape, double[] values) {

    static Array random(Random random, long... shape) {
      double[] values = random.doubles(count(shape), -1, 1).toArray();
      return new Array(shape, values);
    }

    double at(Map<Character, Long> places, String labels) {
      int at = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        at = (int) (at * shape[axis] + places.get(labels.charAt(axis)));
      }
      return values[at];
    }
  }

  private static int count(long... shape) {
    return (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  private static double[] defined(String terms, String result, Array... factors) {
    String[] labels = terms.split(",");
    Map<Character, Long> sizes = new LinkedHashMap<>();
    // the result's axes are the slowest, in its order
    for (char label : result.toCharArray()) {
      sizes.put(label, 0L);
    }
    for (int i = 0; i < labels.length; i++) {
      for (int axis = 0; axis < labels[i].length(); axis++) {
        sizes.put(labels[i].charAt(axis), factors[i].shape()[axis]);
      }
    }
    List<Character> names = new ArrayList<>(sizes.keySet());
    long[] extents = names.stream().mapToLong(sizes::get).toArray();
    int results = count(Arrays.copyOf(extents, result.length()));
    int all = count(extents);
    double[] sums = new double[results];
    for (int index = 0; index < all; index++) {
      Map<Character, Long> places = new LinkedHashMap<>();
      int rest = index;
      for (int i = extents.length - 1; i >= 0; i--) {
        places.put(names.get(i), rest % extents[i]);
        rest /= (int) extents[i];
      }
      double product = 1;
      for (int i = 0; i < labels.length; i++) {
        product *= factors[i].at(places, labels[i]);
      }
      sums[index / (all / results)] += product;
    }
    return sums;
  }

  private double[] read(OnnxBuilder builder, Array x) {
    OnnxBuilder flat = builder.node("Flatten", "flat", List.of("z")).output("flat");
    try (Network network =
        ModelFormats.read(flat.write(folder), ImportSettings.NONE).network(DataType.DOUBLE)) {
      return HostArrays.read(
          network.logits(Nd4j.createFromArray(x.values()).reshape(x.shape()).dup('c')));
    }
  }

  private static OnnxBuilder input(Array x) {
    long[] open = x.shape().clone();
    open[0] = 0;
    return new OnnxBuilder().opset(13).input("x", open);
  }

  @ParameterizedTest
  @CsvSource({
    "'bij->bji', bij, bji",
    "'bij->bi', bij, bi",
    "'...j->...', bij, bi",
    // no result: the axes in alphabetical order
    "'bji', bji, bij",
  })
  void one_factor(String equation, String term, String result) {
    Array x = Array.random(new Random(1), BATCH, 4, 5);
    OnnxBuilder builder = input(x).node("Einsum", "z", List.of("x"), "equation", equation);
    close(read(builder, x), defined(term, result, x));
  }

  private static long[] shape(long... sizes) {
    return sizes;
  }

  private static void close(double[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-12));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // attention: queries and keys, then weights and values
    "'bid,bjd->bij', 'bid,bjd', bij",
    "'...id,...jd->...ij', 'bid,bjd', bij",
    "'bij,bkj->bki', 'bij,bkj', bki",
    "'bij,bi->bij', 'bij,bi', bij",
    "'b i j, b i j -> b i', 'bij,bij', bi",
    "'bhid,bhjd->bhij', 'bhid,bhjd', bhij",
    "'bhid,bhjd->bijh', 'bhid,bhjd', bijh",
    "'bijk,bljk->bil', 'bijk,bljk', bil",
    "'bijk,bi->bkj', 'bijk,bi', bkj",
  })
  void two_values_of_a_sample(String equation, String terms, String result) {
    Random random = new Random(2);
    Map<Character, Long> sizes =
        Map.of('b', BATCH, 'h', 2L, 'i', 4L, 'j', 4L, 'k', 4L, 'l', 4L, 'd', 5L);
    String[] labels = terms.split(",");
    long[] first = labels[0].chars().mapToLong(l -> sizes.get((char) l)).toArray();
    long[] second = labels[1].chars().mapToLong(l -> sizes.get((char) l)).toArray();
    Array x = Array.random(random, first);
    Array y;
    OnnxBuilder builder = input(x);
    if (second.length == first.length) {
      y = x;
      builder.node("Identity", "y", List.of("x"));
    } else {
      // the second is the first at index 0 of the axes that it lacks
      y = firsts(x, second);
      long last = first.length - 1;
      builder
          .integers("at", second.length == 2 ? ends(first.length - 2, 0) : ends(1, 0))
          .integers("to", second.length == 2 ? ends(first.length - 2, 1) : ends(1, 1))
          .integers("axes", first.length == 3 ? shape(last) : shape(2, 3))
          .integers("drop", first.length == 3 ? shape(last) : shape(2, 3))
          .node("Slice", "part", List.of("x", "at", "to", "axes"))
          .node("Squeeze", "y", List.of("part", "drop"));
    }
    builder.node("Einsum", "z", List.of("x", "y"), "equation", equation);
    close(read(builder, x), defined(terms, result, x, y));
  }

  private static long[] ends(int count, long value) {
    long[] all = new long[count];
    Arrays.fill(all, value);
    return all;
  }

  /** The values at index 0 of every axis from the third on. */
  private static Array firsts(Array x, long... shape) {
    int each = x.values().length / count(shape);
    double[] values = new double[count(shape)];
    Arrays.setAll(values, i -> x.values()[i * each]);
    return new Array(shape, values);
  }

  @ParameterizedTest
  @CsvSource({
    "'bhic,cd->bhid', 'bhic,cd', bhid",
    "'bhic,cd', 'bhic,cd', bdhi",
    "'cd,bhic->bdhi', 'cd,bhic', bdhi",
    "'bchi,oc->bohi', 'bchi,oc', bohi",
    "'bhid,hde->bhie', 'bhid,hde', bhie",
    "'bhid,hde->bie', 'bhid,hde', bie",
    "'bhid,h->bhid', 'bhid,h', bhid",
    "'bhid,ihd->b', 'bhid,ihd', b",
    "'bhid,e->bhie', 'bhid,e', bhie",
  })
  void a_value_and_weights(String equation, String terms, String result) {
    Random random = new Random(3);
    Map<Character, Long> sizes =
        Map.of('b', BATCH, 'h', 2L, 'i', 4L, 'c', 5L, 'd', 5L, 'e', 6L, 'o', 3L);
    String[] labels = terms.split(",");
    boolean weightsFirst = labels[0].indexOf('b') < 0;
    Array[] factors = new Array[2];
    for (int i = 0; i < 2; i++) {
      factors[i] =
          Array.random(random, labels[i].chars().mapToLong(l -> sizes.get((char) l)).toArray());
    }
    Array x = factors[weightsFirst ? 1 : 0];
    Array w = factors[weightsFirst ? 0 : 1];
    // weights of a file are in single precision
    for (int i = 0; i < w.values().length; i++) {
      w.values()[i] = (float) w.values()[i];
    }
    OnnxBuilder builder = input(x).floats("w", w.shape(), w.values());
    boolean scalar = result.length() == 1;
    builder.node(
        "Einsum",
        scalar ? "sums" : "z",
        weightsFirst ? List.of("w", "x") : List.of("x", "w"),
        "equation",
        equation);
    if (scalar) {
      // one number a sample is read as two classes: 0 and the number
      builder.integers("last", 1).node("Unsqueeze", "z", List.of("sums", "last"));
      double[] classes = read(builder, x);
      double[] numbers = new double[classes.length / 2];
      Arrays.setAll(numbers, i -> classes[2 * i + 1]);
      close(numbers, defined(terms, result, factors));
      return;
    }
    close(read(builder, x), defined(terms, result, factors));
  }

  @Test
  void what_is_not_read_is_refused_with_the_equation() {
    assertRefused("bij,bjk,bkl->bil", 3, "one or two factors");
    assertRefused("bii->bi", 1, "'bii'", "once");
    assertRefused("bij,bjk->ik", 2, "batch");
    assertRefused("bij,jbk->bk", 2, "size of axis 'j'");
    assertRefused("bij->bk", 1, "no factor has");
    assertRefused("bij", 2, "2 factors");
  }

  private void assertRefused(String equation, int factors, String... words) {
    OnnxBuilder builder =
        new OnnxBuilder()
            .opset(13)
            .input("x", 0, 4, 4)
            .node("Einsum", "z", java.util.Collections.nCopies(factors, "x"), "equation", equation)
            .node("Flatten", "flat", List.of("z"))
            .output("flat");
    assertThatThrownBy(
            () ->
                ModelFormats.read(builder.write(folder), ImportSettings.NONE)
                    .network(DataType.DOUBLE))
        .as(equation)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("'z'")
        .hasMessageContainingAll(words);
  }
}

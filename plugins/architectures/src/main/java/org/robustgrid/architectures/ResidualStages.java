package org.robustgrid.architectures;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;

/**
 * Numbers of blocks and channels of a residual network's stages.
 *
 * @param bottleneck whether blocks are 1×1, 3×3, 1×1 convolutions whose output has four times the
 *     channels
 * @param channels channels of the first convolution
 * @param depths blocks of each stage
 * @param widths channels of each stage, before the bottleneck's factor
 */
record ResidualStages(
    boolean bottleneck, int channels, List<Integer> depths, List<Integer> widths) {

  /** Output channels of a bottleneck per inner channel. */
  static final int EXPANSION = 4;

  private static final Map<Integer, List<Integer>> BY_DEPTH =
      new TreeMap<>(
          Map.of(
              18, List.of(2, 2, 2, 2),
              34, List.of(3, 4, 6, 3),
              50, List.of(3, 4, 6, 3),
              101, List.of(3, 4, 23, 3),
              152, List.of(3, 8, 36, 3)));

  /** Kinds of blocks. */
  enum Block {
    BY_DEPTH,
    BASIC,
    BOTTLENECK
  }

  static final Parameter<Integer> DEPTH =
      Parameter.integer(
          "depth", 18, "18, 34, 50, 101 or 152; for other networks, give stage-depths");

  static final Parameter<Integer> CHANNELS =
      Parameter.integer("channels", 64, "channels of the first convolution")
          .atLeast(1)
          .atMost(4096);

  static final Parameter<Block> BLOCK =
      Parameter.choice(
          "block", Block.class, "kind of blocks; by-depth: bottleneck if depth is at least 50");

  static final Parameter<List<Integer>> STAGE_DEPTHS =
      Parameter.integers(
              "stage-depths", List.of(), "number of blocks per stage; empty: those of depth")
          .atLeast(1)
          .atMost(1000);

  static final Parameter<List<Integer>> STAGE_WIDTHS =
      Parameter.integers(
              "stage-widths",
              List.of(),
              "channels of each stage; empty: the first convolution's, doubled from stage to stage")
          .atLeast(1)
          .atMost(65_536);

  /** Stride of a block. */
  static int stride(int stage, int block) {
    return stage > 0 && block == 0 ? 2 : 1;
  }

  /** Channels at the end of a stage. */
  int end(int stage) {
    return widths.get(stage) * (bottleneck ? EXPANSION : 1);
  }

  /**
   * Reads the parameters.
   *
   * @throws IllegalArgumentException naming the parameter that does not fit
   */
  static ResidualStages of(Parameters parameters) {
    int depth = parameters.get(DEPTH);
    List<Integer> depths = parameters.get(STAGE_DEPTHS);
    if (depths.isEmpty()) {
      depths = BY_DEPTH.get(depth);
      if (depths == null) {
        throw new IllegalArgumentException(
            "parameter 'depth': expected one of "
                + BY_DEPTH.keySet()
                + ", but is "
                + depth
                + "; give 'stage-depths' for another number of blocks");
      }
    }
    int channels = parameters.get(CHANNELS);
    List<Integer> widths = widths(parameters.get(STAGE_WIDTHS), depths.size(), channels);
    boolean bottleneck =
        switch (parameters.get(BLOCK)) {
          case BY_DEPTH -> depth >= 50;
          case BASIC -> false;
          case BOTTLENECK -> true;
        };
    return new ResidualStages(bottleneck, channels, depths, widths);
  }

  /**
   * Channels of each stage, doubled from stage to stage if none are given.
   *
   * @throws IllegalArgumentException if their number is not that of the stages, or too large
   */
  static List<Integer> widths(List<Integer> given, int stages, int first) {
    if (stages > 8) {
      throw new IllegalArgumentException(
          "parameter 'stage-depths': expected at most 8 stages, but has " + stages);
    }
    if (given.isEmpty()) {
      return IntStream.range(0, stages).mapToObj(stage -> first << stage).toList();
    }
    if (given.size() != stages) {
      throw new IllegalArgumentException(
          "parameter 'stage-widths': expected a number for each of the "
              + stages
              + " stages, but has "
              + given.size());
    }
    return given;
  }

  static Parameter<?>[] with(Parameter<?>... more) {
    Parameter<?>[] own = {DEPTH, CHANNELS, BLOCK, STAGE_DEPTHS, STAGE_WIDTHS};
    Parameter<?>[] all = Arrays.copyOf(own, own.length + more.length);
    System.arraycopy(more, 0, all, own.length, more.length);
    return all;
  }
}

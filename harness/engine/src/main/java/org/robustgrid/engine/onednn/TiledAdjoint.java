package org.robustgrid.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;

import java.util.function.IntSupplier;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.kernel.Window;
import org.robustgrid.numerics.HostArrays;

/**
 * The gradient of a convolution with respect to images of one channel, as a strided convolution.
 *
 * <p>One channel fills one lane of a register, and the others compute zeros. Tiles of a×b
 * neighbouring pixels, taken as the channels of a smaller image, fill them all: with windows of k×l
 * and padding p, q, pixel (aY + i, bX + j) of the gradient is
 *
 * <pre>
 * Σ_o Σ_{u,v} W[o, i − u + k − 1, j − v + l − 1] ȳ[o, aY + u − (k − 1 − p), bX + v − (l − 1 − q)],
 * </pre>
 *
 * a convolution of stride (a, b) with windows of (a + k − 1)×(b + l − 1), whose weights are zero
 * where the index of W leaves the window.
 */
final class TiledAdjoint implements AutoCloseable {

  private static final int TILE_WIDTH = 4;

  private final OneDnn oneDnn;
  private final Window window;
  private final Images output;
  private final IntSupplier version;
  private final int tileHeight;
  private final PackedWeights packed;
  private final NativeObjects objects = new NativeObjects();
  private INDArray given;
  private INDArray tiled;
  private int made = -1;

  /**
   * Creates the kernel.
   *
   * @param window of the convolution itself
   * @param output of the convolution itself
   * @param version changes whenever the weights do
   */
  TiledAdjoint(OneDnn oneDnn, Window window, Images output, IntSupplier version) {
    this.oneDnn = oneDnn;
    this.window = window;
    this.output = output;
    this.version = version;
    this.tileHeight = tileHeight(oneDnn);
    this.packed = new PackedWeights(oneDnn, version);
  }

  private static int tileHeight(OneDnn oneDnn) {
    return oneDnn.block() / TILE_WIDTH;
  }

  /** Whether whole tiles cover the images and nothing but one channel is asked for. */
  static boolean covers(OneDnn oneDnn, Window window, Images input, Images output) {
    return input.channels() == 1
        && output.blocked()
        && window.strideHeight() == 1
        && window.strideWidth() == 1
        && window.dilationHeight() == 1
        && window.dilationWidth() == 1
        && window.paddingHeight() < window.kernelHeight()
        && window.paddingWidth() < window.kernelWidth()
        && window.height() % tileHeight(oneDnn) == 0
        && window.width() % TILE_WIDTH == 0;
  }

  Execution of(INDArray weights, INDArray yCotangent, INDArray xCotangent) {
    long rows = yCotangent.size(0);
    long[] shape = {
      rows, oneDnn.block(), window.height() / tileHeight, window.width() / TILE_WIDTH
    };
    memory.desc tiles = oneDnn.blocked(shape);
    long[] padding = {
      window.kernelHeight() - 1L - window.paddingHeight(),
      window.kernelWidth() - 1L - window.paddingWidth()
    };
    prepare(weights);
    convolution_forward.primitive_desc plan =
        new convolution_forward.primitive_desc(
            new convolution_forward.desc(
                dnnl_forward_inference,
                dnnl_convolution_direct,
                output.request(oneDnn, rows),
                OneDnn.any(tiled.shape().clone()),
                tiles,
                new long[] {tileHeight, TILE_WIDTH},
                new long[] {0, 0},
                padding,
                padding),
            oneDnn.engine(),
            false);
    memory result = oneDnn.allocate(tiles);
    return new Execution(oneDnn)
        .of(new convolution_forward(plan))
        .first(this::refresh)
        .in(DNNL_ARG_SRC, output.memory(oneDnn, yCotangent), plan.src_desc())
        .in(DNNL_ARG_WEIGHTS, packed.in(tiled, plan.weights_desc()))
        .out(DNNL_ARG_DST, result, plan.dst_desc())
        .moved(
            oneDnn.sharing(inTiles(rows, tileStrides()), result),
            oneDnn.over(inTiles(rows, planeStrides()), xCotangent));
  }

  /** The same pixels [rows, i, j, Y, X], wherever they lie. */
  private memory.desc inTiles(long rows, long[] strides) {
    long[] shape = {
      rows, tileHeight, TILE_WIDTH, window.height() / tileHeight, window.width() / TILE_WIDTH
    };
    return new memory.desc(shape, memory.data_type.f32, strides);
  }

  private long[] tileStrides() {
    long across = oneDnn.block();
    return new long[] {
      (long) window.height() * window.width(),
      TILE_WIDTH,
      1,
      across * (window.width() / TILE_WIDTH),
      across
    };
  }

  private long[] planeStrides() {
    return new long[] {
      (long) window.height() * window.width(),
      window.width(),
      1,
      (long) tileHeight * window.width(),
      TILE_WIDTH
    };
  }

  private void prepare(INDArray weights) {
    if (given == weights) {
      return;
    }
    given = weights;
    made = -1;
    INDArray spread =
        Nd4j.create(
            DataType.FLOAT,
            oneDnn.block(),
            output.channels(),
            tileHeight + window.kernelHeight() - 1L,
            TILE_WIDTH + window.kernelWidth() - 1L);
    tiled = objects.make(() -> OneDnn.counted(spread));
  }

  /** Gives the spread weights back, which all batches share. */
  @Override
  public void close() {
    packed.close();
    objects.close();
    if (tiled != null) {
      tiled.close();
      tiled = null;
      given = null;
    }
  }

  /** Spreads the weights over the tiles' windows, where they changed. */
  private void refresh() {
    int current = version.getAsInt();
    if (made == current) {
      return;
    }
    int height = window.kernelHeight();
    int width = window.kernelWidth();
    int across = TILE_WIDTH + width - 1;
    int down = tileHeight + height - 1;
    int outputs = (int) output.channels();
    double[] kernel = HostArrays.read(given);
    double[] spread = new double[(int) tiled.length()];
    for (int tile = 0; tile < oneDnn.block(); tile++) {
      int i = tile / TILE_WIDTH;
      int j = tile % TILE_WIDTH;
      for (int o = 0; o < outputs; o++) {
        for (int r = 0; r < height; r++) {
          for (int c = 0; c < width; c++) {
            int u = i + height - 1 - r;
            int v = j + width - 1 - c;
            spread[((tile * outputs + o) * down + u) * across + v] =
                kernel[(o * height + r) * width + c];
          }
        }
      }
    }
    HostArrays.write(spread, tiled);
    made = current;
  }
}

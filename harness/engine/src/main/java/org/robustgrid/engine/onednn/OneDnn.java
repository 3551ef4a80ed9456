package org.robustgrid.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_winograd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_sse41;
import static org.bytedeco.dnnl.global.dnnl.dnnl_set_max_cpu_isa;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_desc;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.library.NativeLibrary;

/**
 * The process's oneDNN: its engine and stream, and descriptions of memory.
 *
 * <p>A blocked image keeps 16 channels of a pixel together (8 without AVX-512). Where the channels
 * are a multiple of that, it has the size of a plain one, and what works element by element does
 * not notice.
 */
public final class OneDnn {

  private static final int WIDE_BLOCK = 16;

  private static final int NARROW_BLOCK = 8;

  /** oneDNN's name of a kernel for SSE4.1. */
  private static final String SSE41 = "jit:sse41";

  private static final OneDnn INSTANCE = load();

  private static final AtomicLong ALLOCATED = new AtomicLong();

  private static final AtomicLong HELD = new AtomicLong();

  private final engine cpu;
  private final stream stream;
  private final int block;
  private final boolean winograd;

  private OneDnn(boolean wide, boolean winograd) {
    this.cpu = new engine(engine.kind.cpu, 0);
    this.stream = new stream(cpu);
    this.block = wide ? WIDE_BLOCK : NARROW_BLOCK;
    this.winograd = winograd;
  }

  /** oneDNN, or {@code null} where this process convolves by ND4J. */
  public static OneDnn get() {
    return INSTANCE;
  }

  private static OneDnn load() {
    NativeLibrary.Convolutions chosen = NativeLibrary.convolutions();
    if (chosen == NativeLibrary.Convolutions.ND4J) {
      return null;
    }
    // its OpenMP comes first, so that both libraries share one pool of threads
    Nd4j.getBackend();
    try {
      Loader.load(dnnl.class);
    } catch (UnsatisfiedLinkError | RuntimeException e) {
      throw new IllegalStateException(
          "oneDNN does not load here ("
              + e.getMessage()
              + "); start with -D"
              + NativeLibrary.CONVOLUTIONS_PROPERTY
              + "=nd4j to convolve by ND4J",
          e);
    }
    String library = NativeLibrary.select().name();
    boolean wide = library.equals("onednn-avx512");
    int isa =
        wide
            ? dnnl_cpu_isa_avx512_core
            : library.equals("onednn-avx2") ? dnnl_cpu_isa_avx2 : dnnl_cpu_isa_sse41;
    // results must depend on the profile's library, not on what else the CPU could do
    if (dnnl_set_max_cpu_isa(isa) != dnnl_success) {
      throw new IllegalStateException("oneDNN was used before its instruction set was chosen");
    }
    boolean winograd = wide && chosen != NativeLibrary.Convolutions.DIRECT;
    return new OneDnn(wide, winograd);
  }

  /** Bytes of all memory beside the plans' own arrays that was ever taken for oneDNN. */
  public static long allocated() {
    return ALLOCATED.get();
  }

  /** Bytes of the memory among them that has not been given back. */
  public static long held() {
    return HELD.get();
  }

  static void hold(long bytes) {
    HELD.addAndGet(bytes);
  }

  /** Counts an array that was made for oneDNN's sake. */
  static INDArray counted(INDArray array) {
    count(array.length() * array.dataType().width());
    return array;
  }

  private static void count(long bytes) {
    ALLOCATED.addAndGet(bytes);
    NativeObjects.count(bytes);
  }

  engine engine() {
    return cpu;
  }

  stream stream() {
    return stream;
  }

  /** Channels that a blocked layout keeps together. */
  public int block() {
    return block;
  }

  /**
   * Plans a pooling of blocked images: where there is no AVX-512 by oneDNN's kernel for SSE4.1,
   * which gives the same bits as the one for AVX2 in a half to a tenth of its time (version 2.5.2,
   * 2×2 and 3×3 windows, also with the places of maxima kept).
   *
   * @param make plans by the kernel that oneDNN prefers
   */
  <P extends primitive_desc> P sse41Pooling(Supplier<P> make) {
    P plan = make.get();
    while (block != WIDE_BLOCK && !plan.impl_info_str().getString().equals(SSE41)) {
      if (!plan.next_impl()) {
        return make.get();
      }
    }
    return plan;
  }

  /**
   * Describes a convolution: by Winograd's algorithm where it is wanted and oneDNN has it for the
   * shape, else by direct sums.
   *
   * @param suitsWinograd whether Winograd's algorithm pays
   * @param make describes it by an algorithm of oneDNN; throws where there is none
   */
  <D> D describe(boolean suitsWinograd, IntFunction<D> make) {
    if (winograd && suitsWinograd) {
      try {
        return make.apply(dnnl_convolution_winograd);
      } catch (RuntimeException e) {
        // Winograd's algorithm does not cover this shape
      }
    }
    return make.apply(dnnl_convolution_direct);
  }

  /** NCHW (or OIHW) of four dimensions, GOIHW of five, a vector of one. */
  static memory.desc plain(long... shape) {
    memory.format_tag tag =
        switch (shape.length) {
          case 1 -> memory.format_tag.x;
          case 5 -> memory.format_tag.goihw;
          default -> memory.format_tag.nchw;
        };
    return new memory.desc(shape, memory.data_type.f32, tag, false);
  }

  memory.desc blocked(long... shape) {
    memory.format_tag tag =
        block == WIDE_BLOCK ? memory.format_tag.nChw16c : memory.format_tag.nChw8c;
    return new memory.desc(shape, memory.data_type.f32, tag, false);
  }

  static memory.desc any(long... shape) {
    return new memory.desc(shape, memory.data_type.f32, memory.format_tag.any, false);
  }

  /** The memory of a contiguous array, described as given. */
  memory over(memory.desc description, INDArray array) {
    return new memory(description, cpu, array.data().addressPointer());
  }

  /** Memory that there is, described in another way. */
  memory sharing(memory.desc description, memory with) {
    return new memory(description, cpu, with.get_data_handle());
  }

  /** New memory. */
  memory allocate(memory.desc description) {
    count(description.get_size());
    return new memory(description, cpu);
  }
}

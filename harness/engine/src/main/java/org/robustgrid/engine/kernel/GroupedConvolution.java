package org.robustgrid.engine.kernel;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A cross-correlation in groups of channels, by loops in double over rows of pixels. Weights are
 * [features, channels/groups, height, width].
 */
public final class GroupedConvolution implements AffineKernel {

  private final Loops loops;

  public GroupedConvolution(GroupedWindows windows) {
    this.loops = new Loops(windows);
  }

  public GroupedWindows windows() {
    return loops.windows;
  }

  @Override
  public Runnable forward(INDArray x, INDArray weights, INDArray bias, INDArray y) {
    Images images = new Images(x, y);
    return () -> {
      double[] w = values(weights);
      double[] b = bias == null ? null : values(bias);
      for (int row = 0; row < images.rows; row++) {
        images.readFirst(row);
        loops.start(b, images.second);
        loops.correlate(images.first, w, images.second);
        images.writeSecond(row);
      }
    };
  }

  @Override
  public Runnable toInput(INDArray weights, INDArray yCotangent, INDArray xCotangent) {
    Images images = new Images(xCotangent, yCotangent);
    return () -> {
      double[] w = values(weights);
      for (int row = 0; row < images.rows; row++) {
        images.readSecond(row);
        Arrays.fill(images.first, 0);
        loops.transpose(images.second, w, images.first);
        images.writeFirst(row);
      }
    };
  }

  @Override
  public Runnable gradient(
      INDArray x,
      INDArray weights,
      INDArray yCotangent,
      INDArray xCotangent,
      INDArray weightGradient,
      INDArray biasGradient) {
    Images images = new Images(x, yCotangent);
    Runnable toInput = xCotangent == null ? null : toInput(weights, yCotangent, xCotangent);
    return () -> {
      double[] w = new double[(int) weightGradient.length()];
      double[] b = biasGradient == null ? null : new double[(int) biasGradient.length()];
      for (int row = 0; row < images.rows; row++) {
        images.readFirst(row);
        images.readSecond(row);
        loops.toWeights(images.first, images.second, w);
        loops.toBias(images.second, b);
      }
      put(w, weightGradient);
      if (b != null) {
        put(b, biasGradient);
      }
      if (toInput != null) {
        toInput.run();
      }
    };
  }

  /** The transpose of a convolution: its forward pass is the convolution's step to the input. */
  public static AffineKernel transposed(GroupedWindows windows) {
    return new Transposed(new Loops(windows));
  }

  private record Transposed(Loops loops) implements AffineKernel {
    @Override
    public Runnable forward(INDArray x, INDArray weights, INDArray bias, INDArray y) {
      Images images = new Images(y, x);
      return () -> {
        double[] w = values(weights);
        double[] b = bias == null ? null : values(bias);
        for (int row = 0; row < images.rows; row++) {
          images.readSecond(row);
          loops.startImage(b, images.first);
          loops.transpose(images.second, w, images.first);
          images.writeFirst(row);
        }
      };
    }

    @Override
    public Runnable toInput(INDArray weights, INDArray yCotangent, INDArray xCotangent) {
      Images images = new Images(yCotangent, xCotangent);
      return () -> {
        double[] w = values(weights);
        for (int row = 0; row < images.rows; row++) {
          images.readFirst(row);
          Arrays.fill(images.second, 0);
          loops.correlate(images.first, w, images.second);
          images.writeSecond(row);
        }
      };
    }

    @Override
    public Runnable gradient(
        INDArray x,
        INDArray weights,
        INDArray yCotangent,
        INDArray xCotangent,
        INDArray weightGradient,
        INDArray biasGradient) {
      Images images = new Images(yCotangent, x);
      Runnable toInput = xCotangent == null ? null : toInput(weights, yCotangent, xCotangent);
      return () -> {
        double[] w = new double[(int) weightGradient.length()];
        double[] b = biasGradient == null ? null : new double[(int) biasGradient.length()];
        for (int row = 0; row < images.rows; row++) {
          images.readFirst(row);
          images.readSecond(row);
          loops.toWeights(images.first, images.second, w);
          loops.toImageBias(images.first, b);
        }
        put(w, weightGradient);
        if (b != null) {
          put(b, biasGradient);
        }
        if (toInput != null) {
          toInput.run();
        }
      };
    }
  }

  private static double[] values(INDArray array) {
    return org.robustgrid.numerics.HostArrays.read(array);
  }

  private static void put(double[] values, INDArray array) {
    org.robustgrid.numerics.HostArrays.write(values, array);
  }

  /** Images on the windows' side and features on the other, a sample at a time. */
  private static final class Images {
    private final int rows;
    private final Lanes firstLanes;
    private final Lanes secondLanes;
    private final double[] first;
    private final double[] second;

    Images(INDArray first, INDArray second) {
      this.rows = (int) first.size(0);
      this.firstLanes = Lanes.of(first);
      this.secondLanes = Lanes.of(second);
      this.first = new double[(int) (first.length() / rows)];
      this.second = new double[(int) (second.length() / rows)];
    }

    void readFirst(int row) {
      firstLanes.read((long) row * first.length, first, 0, first.length);
    }

    void readSecond(int row) {
      secondLanes.read((long) row * second.length, second, 0, second.length);
    }

    void writeFirst(int row) {
      firstLanes.write((long) row * first.length, first, 0, first.length);
    }

    void writeSecond(int row) {
      secondLanes.write((long) row * second.length, second, 0, second.length);
    }
  }

  /** The loops over one sample. */
  private static final class Loops {
    private final int groups;
    private final int channels;
    private final int height;
    private final int width;
    private final int features;
    private final int rows;
    private final int columns;
    private final int kernelHeight;
    private final int kernelWidth;
    private final GroupedWindows windows;

    Loops(GroupedWindows windows) {
      this.windows = windows;
      this.groups = (int) windows.groups();
      this.channels = (int) windows.channels() / groups;
      this.height = (int) windows.height();
      this.width = (int) windows.width();
      this.features = (int) windows.features() / groups;
      this.rows = (int) windows.rows();
      this.columns = (int) windows.columns();
      this.kernelHeight = (int) windows.kernel()[0];
      this.kernelWidth = (int) windows.kernel()[1];
    }

    void start(double[] bias, double[] y) {
      int plane = rows * columns;
      for (int f = 0; f < groups * features; f++) {
        Arrays.fill(y, f * plane, (f + 1) * plane, bias == null ? 0 : bias[f]);
      }
    }

    void startImage(double[] bias, double[] x) {
      int plane = height * width;
      for (int c = 0; c < groups * channels; c++) {
        Arrays.fill(x, c * plane, (c + 1) * plane, bias == null ? 0 : bias[c]);
      }
    }

    void toBias(double[] y, double[] bias) {
      sum(y, bias, rows * columns);
    }

    void toImageBias(double[] x, double[] bias) {
      sum(x, bias, height * width);
    }

    private static void sum(double[] values, double[] sums, int plane) {
      if (sums != null) {
        for (int c = 0; c < sums.length; c++) {
          for (int i = 0; i < plane; i++) {
            sums[c] += values[c * plane + i];
          }
        }
      }
    }

    /** What happens at one weight for a run of pixels. */
    private interface Run {
      void at(int weight, int image, int step, int feature, int count);
    }

    private void visit(Run run) {
      int stride = (int) windows.stride()[1];
      for (int f = 0; f < groups * features; f++) {
        int group = f / features;
        for (int c = 0; c < channels; c++) {
          int imagePlane = (group * channels + c) * height * width;
          for (int i = 0; i < kernelHeight; i++) {
            for (int j = 0; j < kernelWidth; j++) {
              int weight = ((f * channels + c) * kernelHeight + i) * kernelWidth + j;
              long shift = j * windows.dilation()[1] - windows.before()[1];
              int from = shift >= 0 ? 0 : (int) ((-shift + stride - 1) / stride);
              long last = (width - 1 - shift) / stride;
              int to = shift > width - 1 ? 0 : (int) Math.min(columns, last + 1);
              if (to <= from) {
                continue;
              }
              for (int r = 0; r < rows; r++) {
                long y = r * windows.stride()[0] - windows.before()[0] + i * windows.dilation()[0];
                if (y >= 0 && y < height) {
                  int image = imagePlane + (int) (y * width + shift) + from * stride;
                  run.at(weight, image, stride, (f * rows + r) * columns + from, to - from);
                }
              }
            }
          }
        }
      }
    }

    void correlate(double[] x, double[] w, double[] y) {
      visit(
          (weight, image, step, feature, count) -> {
            double factor = w[weight];
            for (int k = 0; k < count; k++) {
              y[feature + k] += factor * x[image + k * step];
            }
          });
    }

    void transpose(double[] y, double[] w, double[] x) {
      visit(
          (weight, image, step, feature, count) -> {
            double factor = w[weight];
            for (int k = 0; k < count; k++) {
              x[image + k * step] += factor * y[feature + k];
            }
          });
    }

    void toWeights(double[] x, double[] y, double[] w) {
      visit(
          (weight, image, step, feature, count) -> {
            double sum = 0;
            for (int k = 0; k < count; k++) {
              sum += x[image + k * step] * y[feature + k];
            }
            w[weight] += sum;
          });
    }
  }
}

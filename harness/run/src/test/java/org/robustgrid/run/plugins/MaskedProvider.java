package org.robustgrid.run.plugins;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.defense.Deployment;
import org.robustgrid.spi.defense.TrainedDefense;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;

/** Trains plainly and then hides the gradient, in a way that has been published as a defense. */
public final class MaskedProvider implements DefenseProvider {

  private static final Parameter<String> WAY =
      Parameter.choice(
          "way", List.of("softmax", "quantised", "resized", "undeclared", "between-levels"), "how");

  private static final DefenseDescriptor DESCRIPTOR =
      DefenseDescriptor.builder("masked", "Hides gradients.").randomised().parameters(WAY).build();

  @Override
  public DefenseDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Defense create(Parameters parameters) {
    return new MaskedDefense(parameters.get(WAY));
  }

  private record MaskedDefense(String way) implements Defense {

    @Override
    public TrainedDefense train(DefenseRequest request) {
      return PlainProvider.train(request, "good");
    }

    @Override
    public Classifier deploy(Deployment trained) {
      return switch (way) {
        case "softmax" -> new Saturated(trained.network());
        case "quantised" -> new Quantised(trained.network());
        case "between-levels" -> new BetweenLevels(trained.network());
        default -> new Resized(trained.network(), way.equals("resized"));
      };
    }
  }

  /** The softmax of logits a thousand times too large, given out as logits. */
  private record Saturated(Classifier network) implements Forwarding {

    private static double[] probabilities(double[] logits) {
      double max = Double.NEGATIVE_INFINITY;
      for (double z : logits) {
        max = Math.max(max, z);
      }
      double[] p = new double[logits.length];
      double sum = 0;
      for (int i = 0; i < p.length; i++) {
        p[i] = Math.exp(1000 * (logits[i] - max));
        sum += p[i];
      }
      for (int i = 0; i < p.length; i++) {
        p[i] /= sum;
      }
      return p;
    }

    private static INDArray probabilities(INDArray logits) {
      double[][] rows = logits.toDoubleMatrix();
      for (int i = 0; i < rows.length; i++) {
        rows[i] = probabilities(rows[i]);
      }
      return Nd4j.createFromArray(rows).castTo(logits.dataType());
    }

    @Override
    public INDArray logits(INDArray images, Query query) {
      return probabilities(network.logits(images, query));
    }

    @Override
    public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
      LossGradient inner =
          network.lossGradient(
              images,
              query,
              (row, logits, gradient) -> {
                double[] p = probabilities(logits);
                double[] g = new double[p.length];
                double value = loss.evaluate(row, p, g);
                double mean = 0;
                for (int i = 0; i < p.length; i++) {
                  mean += p[i] * g[i];
                }
                for (int i = 0; i < p.length; i++) {
                  gradient[i] = 1000 * p[i] * (g[i] - mean);
                }
                return value;
              });
      return new LossGradient(inner.losses(), probabilities(inner.logits()), inner.gradient());
    }
  }

  /** Sees its input in four levels only; the derivative of a staircase is zero. */
  private record Quantised(Classifier network) implements Forwarding {

    private static INDArray levels(INDArray images) {
      double[] values = HostArrays.read(images);
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.round(values[i] * 4) / 4.0;
      }
      INDArray levels = images.ulike();
      HostArrays.write(values, levels);
      return levels;
    }

    @Override
    public INDArray logits(INDArray images, Query query) {
      return network.logits(levels(images), query);
    }

    @Override
    public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
      LossGradient inner = network.lossGradient(levels(images), query, loss);
      return new LossGradient(inner.losses(), inner.logits(), images.ulike().assign(0));
    }
  }

  /** Errs on whatever no picture of 8 bits can be, and is as good as the network on pictures. */
  private record BetweenLevels(Classifier network) implements Forwarding {

    private static boolean[] pictures(INDArray images, Query query) {
      double[] values = HostArrays.read(images);
      boolean[] pictures = new boolean[query.samples().length];
      int length = values.length / pictures.length;
      for (int row = 0; row < pictures.length; row++) {
        pictures[row] = true;
        for (int i = row * length; i < (row + 1) * length; i++) {
          double level = values[i] * 255;
          pictures[row] &= Math.abs(level - Math.rint(level)) < 0.01;
        }
      }
      return pictures;
    }

    @Override
    public INDArray logits(INDArray images, Query query) {
      double[][] logits = network.logits(images, query).toDoubleMatrix();
      boolean[] pictures = pictures(images, query);
      for (int row = 0; row < logits.length; row++) {
        if (!pictures[row]) {
          logits[row] = new double[] {logits[row][1], logits[row][0]};
        }
      }
      return Nd4j.createFromArray(logits).castTo(images.dataType());
    }

    @Override
    public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
      LossGradient inner = network.lossGradient(images, query, loss);
      return new LossGradient(inner.losses(), logits(images, query), inner.gradient());
    }
  }

  /** Sees its input at a random size, by a factor of a half to one and a half. */
  private record Resized(Classifier network, boolean randomised) implements Forwarding {

    private static INDArray resize(INDArray images, Query query) {
      double[] values = HostArrays.read(images);
      int length = values.length / query.samples().length;
      for (int row = 0; row < query.samples().length; row++) {
        double factor = 0.5 + query.row(row).stream().nextDouble();
        for (int i = row * length; i < (row + 1) * length; i++) {
          values[i] = 0.5 + (values[i] - 0.5) * factor;
        }
      }
      INDArray resized = images.ulike();
      HostArrays.write(values, resized);
      return resized;
    }

    @Override
    public INDArray logits(INDArray images, Query query) {
      return network.logits(resize(images, query), query);
    }

    @Override
    public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
      return network.lossGradient(resize(images, query), query, loss);
    }
  }

  /** What stays as the network has it. */
  private interface Forwarding extends Classifier {

    Classifier network();

    @Override
    default long[] inputShape() {
      return network().inputShape();
    }

    @Override
    default int classes() {
      return network().classes();
    }

    @Override
    default int[] decisions(INDArray images, Query query) {
      double[][] logits = logits(images, query).toDoubleMatrix();
      int[] decisions = new int[logits.length];
      for (int row = 0; row < logits.length; row++) {
        for (int c = 1; c < logits[row].length; c++) {
          decisions[row] = logits[row][c] > logits[row][decisions[row]] ? c : decisions[row];
        }
      }
      return decisions;
    }
  }
}

package org.robustgrid.run.plugins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;
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
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Query;

/**
 * Two networks whose logits are averaged: one trained by the trainer, and one by a loop of its own,
 * which keeps its weights in a folder of checkpoints.
 */
public final class AveragedProvider implements DefenseProvider {

  private static final int STEPS = 3;

  private static final Parameter<Boolean> DIES =
      Parameter.flag("dies", false, "whether the worker dies after the first step of the loop");

  private static final DefenseDescriptor DESCRIPTOR =
      DefenseDescriptor.builder("averaged", "The mean of two networks.").parameters(DIES).build();

  @Override
  public DefenseDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Defense create(Parameters parameters) {
    return new Averaged(parameters.get(DIES));
  }

  private record Averaged(boolean dies) implements Defense {

    @Override
    public TrainedDefense train(DefenseRequest request) {
      Path folder = request.checkpoints("second");
      int done = files(folder);
      int resumed = done;
      Network second = done == 0 ? request.newNetwork() : load(request, folder, done);
      while (done < STEPS) {
        request.monitor().check();
        second.parameters().muli(0.9);
        second.parametersChanged();
        done++;
        request.saveNetwork(second, folder.resolve("step-" + done + ".zip"));
        if (dies && resumed == 0) {
          Runtime.getRuntime().halt(7);
        }
      }
      TrainedDefense first = PlainProvider.train(request, "good");
      return TrainedDefense.builder(first.network())
          .network("second", second)
          .figure("resumed", resumed)
          .build();
    }

    private static int files(Path folder) {
      try (var files = Files.list(folder)) {
        return (int) files.filter(file -> file.toString().endsWith(".zip")).count();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Network load(DefenseRequest request, Path folder, int step) {
      return request.loadNetwork(folder.resolve("step-" + step + ".zip"));
    }

    @Override
    public Classifier deploy(Deployment trained) {
      return new Mean(trained.network(), trained.network("second"));
    }
  }

  /** Half of the one network's logits, and half of the other's. */
  private record Mean(Classifier first, Classifier second) implements Classifier {

    @Override
    public long[] inputShape() {
      return first.inputShape();
    }

    @Override
    public int classes() {
      return first.classes();
    }

    @Override
    public INDArray logits(INDArray images, Query query) {
      INDArray one = first.logits(images, query).dup();
      return one.addi(second.logits(images, query)).muli(0.5);
    }

    @Override
    public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
      INDArray logits = logits(images, query);
      double[] values = HostArrays.read(logits);
      int rows = query.samples().length;
      double[] losses = new double[rows];
      double[][] cotangents = new double[rows][classes()];
      for (int row = 0; row < rows; row++) {
        double[] z = java.util.Arrays.copyOfRange(values, row * classes(), (row + 1) * classes());
        losses[row] = loss.evaluate(row, z, cotangents[row]);
      }
      Loss half =
          (row, z, gradient) -> {
            for (int c = 0; c < gradient.length; c++) {
              gradient[c] = cotangents[row][c] / 2;
            }
            return 0;
          };
      INDArray gradient = first.lossGradient(images, query, half).gradient().dup();
      gradient.addi(second.lossGradient(images, query, half).gradient());
      return new LossGradient(losses, logits, gradient);
    }

    @Override
    public int[] decisions(INDArray images, Query query) {
      return logits(images, query).argMax(1).toIntVector();
    }
  }
}

package org.robustgrid.testkit.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.model.ModelFile;
import org.robustgrid.engine.model.NpzFile;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseProvider;
import org.robustgrid.spi.defense.Deployment;
import org.robustgrid.spi.defense.TrainedDefense;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.testkit.toy.NetworkClassifier;
import org.robustgrid.testkit.toy.SampleView;
import org.robustgrid.testkit.toy.StripesRequest;

/**
 * Trainings of a defense on striped squares, each by an instance of its own, as each worker has.
 *
 * @param provider makes the instances
 * @param parameters of all of them
 */
record DefenseTrial(DefenseProvider provider, Map<String, ?> parameters) {

  static final int ROWS = 12;
  static final int CLASSES = 3;

  private Defense defense() {
    return provider.create(Parameters.of(provider.descriptor(), parameters));
  }

  Trained train(StripesRequest request) {
    TrainedDefense result = defense().train(request);
    if (result == null) {
      throw new IllegalStateException("the defense returned nothing");
    }
    return new Trained(this, result);
  }

  /** Test images: [12, 1, 8, 8]. */
  static INDArray images() {
    float[][] pixels = SampleView.stripes(ROWS).images();
    return Nd4j.create(pixels).reshape(ROWS, 1, 8, 8).castTo(DataType.FLOAT);
  }

  static Query query(long draw) {
    return new Query(LongStream.range(0, ROWS).toArray(), RandomKey.of(draw));
  }

  static double[] logits(Classifier classifier, Query query) {
    return HostArrays.read(classifier.logits(images(), query));
  }

  /** The gradient of the cross-entropy with respect to the test images, one after the other. */
  static double[] gradient(Classifier classifier, Query query) {
    CrossEntropy loss = new CrossEntropy(SampleView.stripes(ROWS).labels());
    return HostArrays.read(classifier.lossGradient(images(), query, loss).gradient());
  }

  /**
   * What a training left.
   *
   * @param trial where it came from
   * @param result the network and what belongs to it
   */
  record Trained(DefenseTrial trial, TrainedDefense result) {

    /** The classifier as an instance that never trained deploys it. */
    Classifier deployed() {
      return trial
          .defense()
          .deploy(deployment(result.network(), result.networks(), result.arrays()));
    }

    /** The same from files. */
    Classifier saved(Path folder) {
      Path npz = folder.resolve("arrays.npz");
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Network network = reloaded(result.network(), folder.resolve("model.zip"));
      Map<String, Network> networks = new TreeMap<>();
      result
          .networks()
          .forEach(
              (name, further) ->
                  networks.put(
                      name, reloaded(further, folder.resolve("network-" + name + ".zip"))));
      Map<String, INDArray> arrays = Map.of();
      if (!result.arrays().isEmpty()) {
        NpzFile.write(npz, new TreeMap<>(result.arrays()));
        arrays = NpzFile.read(npz);
      }
      return trial.defense().deploy(deployment(network, networks, arrays));
    }

    private static Network reloaded(Network network, Path file) {
      ModelFile.save(network, file);
      return ModelFile.load(file, DataType.FLOAT);
    }

    private static Deployment deployment(
        Network network, Map<String, Network> networks, Map<String, INDArray> arrays) {
      return new Deployment() {
        @Override
        public Classifier network() {
          return new NetworkClassifier(network);
        }

        @Override
        public Classifier network(String name) {
          Network further = networks.get(name);
          if (further == null) {
            throw new IllegalArgumentException(
                "there is no network '" + name + "', there are " + networks.keySet());
          }
          return new NetworkClassifier(further);
        }

        @Override
        public Map<String, INDArray> arrays() {
          return arrays;
        }
      };
    }

    /** Where another training's result differs, bit for bit. */
    List<String> compare(Trained other, String how) {
      List<String> differences = new ArrayList<>();
      if (!same(result.network().parameters(), other.result.network().parameters())) {
        differences.add(how + " its weights differ");
      }
      if (!result.networks().keySet().equals(other.result.networks().keySet())) {
        differences.add(how + " it keeps other networks");
        return differences;
      }
      result
          .networks()
          .forEach(
              (name, network) -> {
                Network another = other.result.networks().get(name);
                if (!same(network.parameters(), another.parameters())) {
                  differences.add(how + " the weights of its network '" + name + "' differ");
                }
              });
      if (!result.arrays().keySet().equals(other.result.arrays().keySet())) {
        differences.add(how + " it keeps other arrays");
        return differences;
      }
      result
          .arrays()
          .forEach(
              (name, array) -> {
                if (!same(array, other.result.arrays().get(name))) {
                  differences.add(how + " its array '" + name + "' differs");
                }
              });
      return differences;
    }

    private static boolean same(INDArray a, INDArray b) {
      return Arrays.equals(a.shape(), b.shape())
          && Arrays.equals(HostArrays.read(a), HostArrays.read(b));
    }
  }
}

package org.robustgrid.spi.analysis;

import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;

/**
 * The input of an analysis. Implemented by the harness only, so that methods can be added.
 *
 * <p>Anything the descriptor did not declare is refused with an {@link IllegalStateException} that
 * names the missing declaration.
 *
 * @since 0.1
 */
public interface AnalysisRequest {

  /** [channels, height, width] or [features]. */
  long[] inputShape();

  /** Names of the classes, in the order of their labels. */
  List<String> classNames();

  Domain domain();

  /** The model; of a pair the first. */
  AnalysedModel model();

  /** The second model of a pair. */
  AnalysedModel other();

  /**
   * The network of a model that a parameter names: a row's, trained on the same data under the same
   * seed, or that of a model file. It reads such inputs as the subject does; its number of classes
   * is its own.
   *
   * @param parameter of type {@link Parameter.Type#MODEL}, whose value names a model
   * @throws IllegalStateException if it names none
   */
  Network network(Parameter<?> parameter);

  /** The samples of a source; of a pair they are those of the model evaluated on fewer. */
  DataView samples(SampleSource source);

  /** Images as a batch of the classifier's precision: [rows, …input shape], C order. */
  INDArray batch(float... images);

  /**
   * The same for {@code double} values; each is rounded to the nearest value of the classifier's
   * precision.
   */
  INDArray batch(double... images);

  /** The number of images in one batch of the harness. */
  int batchSize();

  /**
   * How many of the first test samples a check asks about: a tenth of the data set, within bounds,
   * so that checks cost little compared with attacks.
   */
  int checkSamples();

  /** The norm that the call is about; empty for an analysis that is made once. */
  Optional<Norm> norm();

  /** The threat model that the call is about; empty unless it is made once for each. */
  Optional<ThreatModel> threatModel();

  /**
   * What attacks found on the first model, by threat model, in the grid's order: those of the
   * call's norm or threat model and of the declared norms.
   */
  List<AttackedBoard> boards();

  /**
   * What attacks found on the other rows of the data set under the same seed, in the grid's order:
   * on those of {@link #boards()} that are about them, too.
   */
  default List<OtherRow> otherRows() {
    return List.of();
  }

  /**
   * Runs the reference attack of an access on those of the first {@code samples} test samples that
   * the first model classifies correctly.
   *
   * @param samples number of test samples used, from the first on
   * @return its outcome; empty if no plugin declares to be the reference, or it does not run under
   *     the norm; {@link #probeLabel} says which
   */
  Optional<AttackOutcome> probe(Access access, ThreatModel threatModel, int samples);

  /** The label of the reference attack of an access; empty if there is none. */
  Optional<String> probeLabel(Access access);

  /** What an analysis that the descriptor names found about the same subject. */
  AnalysisResult result(String analysis);

  /** The analysis's randomness, keyed by the seed; derive a key per sample and step. */
  RandomKey random();

  Monitor monitor();
}

package org.robustgrid.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.robustgrid.models.graph.Signature;

/**
 * Data that a model is to classify.
 *
 * @param name of the data set, for messages
 * @param inputShape [channels, height, width] or [features]
 * @param classes how many there are; 0 if a model may tell any number of them
 * @since 0.1
 */
public record ClassifiedData(String name, List<Long> inputShape, int classes) {

  public ClassifiedData {
    inputShape = List.copyOf(inputShape);
  }

  /** The shape as an array. */
  public long[] shape() {
    return inputShape.stream().mapToLong(Long::longValue).toArray();
  }

  /** Why a network that reads and answers such data does not classify these; empty if it does. */
  public Optional<String> mismatch(Signature network) {
    List<String> differences = new ArrayList<>();
    if (!network.inputShape().equals(inputShape)) {
      differences.add("it reads inputs of shape " + network.inputShape() + ", not " + inputShape);
    }
    otherClasses(network.classes()).ifPresent(differences::add);
    return mismatch(differences);
  }

  /** In what another number of classes differs; empty if it is the same. */
  public Optional<String> otherClasses(long stated) {
    return classes == 0 || stated == classes
        ? Optional.empty()
        : Optional.of("it has " + stated + " classes, not " + classes);
  }

  /** Says that a model does not fit for some reasons; empty without any. */
  public Optional<String> mismatch(List<String> differences) {
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "it does not fit the data set '"
                + name
                + "': "
                + String.join(", and ", differences)
                + "; choose a model trained on such data");
  }
}

package org.robustgrid.models;

import java.util.List;
import java.util.Optional;

/**
 * What is known of a model's file before a worker loads it.
 *
 * @param problem why a worker need not try, naming the file; empty if it may
 * @param notes what a user should know about how the file is read
 * @param activations names of the layers and vertices of the network that the file holds; empty if
 *     they are not known
 * @param standIn what stands for what in its gradients; empty if they are its own
 * @since 0.1
 */
public record Examination(
    Optional<String> problem,
    List<String> notes,
    List<String> activations,
    Optional<String> standIn) {

  public Examination {
    notes = List.copyOf(notes);
    activations = List.copyOf(activations);
  }

  /** A file that cannot be used. */
  public static Examination refused(String problem) {
    return new Examination(Optional.of(problem), List.of(), List.of(), Optional.empty());
  }
}

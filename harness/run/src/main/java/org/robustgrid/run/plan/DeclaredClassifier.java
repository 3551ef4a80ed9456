package org.robustgrid.run.plan;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What a model's defense, its file or its code declares of the classifier that it deploys. It
 * decides no result of an attack.
 *
 * @param randomised whether it draws randomness at inference
 * @param standIn what its gradient is the gradient of, where that is not the classifier itself;
 *     null if it is
 */
public record DeclaredClassifier(
    boolean randomised, @JsonInclude(JsonInclude.Include.NON_NULL) String standIn) {

  /** A deterministic classifier with a gradient of its own. */
  public static final DeclaredClassifier PLAIN = new DeclaredClassifier(false, null);
}

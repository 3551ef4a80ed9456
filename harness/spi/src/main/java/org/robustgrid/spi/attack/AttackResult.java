package org.robustgrid.spi.attack;

import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The answer of an attack. The harness verifies all of it independently.
 *
 * @since 0.1
 */
public final class AttackResult {

  private final INDArray adversarials;
  private final boolean[] vanishedGradient;
  private final String[] foundBy;

  private AttackResult(Builder b) {
    this.adversarials = b.adversarials;
    this.vanishedGradient = b.vanishedGradient;
    this.foundBy = b.foundBy;
  }

  /**
   * Starts an answer.
   *
   * @param adversarials shaped as the request's images; the result keeps the array
   */
  public static Builder builder(INDArray adversarials) {
    return new Builder(adversarials);
  }

  public INDArray adversarials() {
    return adversarials;
  }

  /**
   * For each row, whether the gradient was exactly zero where the attack needed it; or empty. For
   * direct callers of the attack; the harness observes gradients itself.
   */
  public boolean[] vanishedGradient() {
    return vanishedGradient.clone();
  }

  /**
   * For each row, the component attack that found its point, or an empty text; empty unless the
   * attack is an ensemble. Reports count broken rows by component.
   */
  public String[] foundBy() {
    return foundBy.clone();
  }

  /**
   * Builds an {@link AttackResult}.
   *
   * @since 0.1
   */
  public static final class Builder {
    private final INDArray adversarials;
    private boolean[] vanishedGradient = new boolean[0];
    private String[] foundBy = new String[0];

    private Builder(INDArray adversarials) {
      this.adversarials = Objects.requireNonNull(adversarials, "adversarials");
    }

    public Builder vanishedGradient(boolean[] perSample) {
      vanishedGradient = perSample.clone();
      return this;
    }

    /** Which part of an attack of several found each row's point; empty texts where none did. */
    public Builder foundBy(String[] perSample) {
      foundBy = perSample.clone();
      return this;
    }

    public AttackResult build() {
      return new AttackResult(this);
    }
  }
}

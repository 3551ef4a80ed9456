package org.robustgrid.spi.defense;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.robustgrid.spi.Descriptor;

/**
 * The id of a defense and the properties of its classifier.
 *
 * @since 0.1
 */
public final class DefenseDescriptor extends Descriptor {

  private final boolean randomised;
  private final boolean certified;
  private final boolean undefended;
  private final String standIn;

  private DefenseDescriptor(Builder builder) {
    super(builder);
    this.randomised = builder.randomised;
    this.certified = builder.certified;
    this.undefended = builder.undefended;
    this.standIn = builder.standIn;
  }

  /**
   * Starts a descriptor of a defense with a deterministic classifier without certificates.
   *
   * @param id lower-case words joined by hyphens, unique among defenses
   * @param summary one sentence
   * @throws IllegalArgumentException when the id has another form
   */
  public static Builder builder(String id, String summary) {
    return new Builder(id, summary);
  }

  /** Whether its classifier draws randomness at inference. */
  public boolean randomised() {
    return randomised;
  }

  /** Whether its classifier is a {@link CertifiedClassifier}. */
  public boolean certified() {
    return certified;
  }

  /**
   * Whether it is training without a defense, and its classifier the network itself: the row to
   * compare with, and what deploys a model file for which no defense is named.
   */
  public boolean undefended() {
    return undefended;
  }

  /**
   * What its classifier's gradient is the gradient of, where that is not the classifier itself but
   * a differentiable stand-in for a part of it (Athalye et al. 2018, section 4.1, BPDA); empty if
   * the gradient is its own.
   */
  public Optional<String> standIn() {
    return Optional.ofNullable(standIn);
  }

  @Override
  public Map<String, String> details() {
    Map<String, String> details = new LinkedHashMap<>();
    if (randomised) {
      details.put("randomised", "its classifier draws at inference");
    }
    if (certified) {
      details.put("certified", "its classifier issues certificates");
    }
    if (undefended) {
      details.put("undefended", "the row to compare with");
    }
    if (standIn != null) {
      details.put("gradient", "that of a stand-in: " + standIn);
    }
    return details;
  }

  /**
   * Builds a {@link DefenseDescriptor}.
   *
   * @since 0.1
   */
  public static final class Builder extends Descriptor.Builder<Builder> {
    private boolean randomised;
    private boolean certified;
    private boolean undefended;
    private String standIn;

    private Builder(String id, String summary) {
      super(id, summary);
    }

    @Override
    protected Builder self() {
      return this;
    }

    /** Declares that its classifier draws randomness at inference. */
    public Builder randomised() {
      randomised = true;
      return this;
    }

    /** Declares that its classifier issues certificates. */
    public Builder certified() {
      certified = true;
      return this;
    }

    /** Declares that it is training without a defense. */
    public Builder undefended() {
      undefended = true;
      return this;
    }

    /**
     * Declares that its classifier's gradient is that of a differentiable stand-in.
     *
     * @param words what stands for what, for example {@code the identity stands for rounding};
     *     every report shows it with the row
     * @throws IllegalArgumentException when it says nothing
     */
    public Builder standIn(String words) {
      if (words.isBlank()) {
        throw new IllegalArgumentException("the stand-in is not named; say what stands for what");
      }
      standIn = words;
      return this;
    }

    public DefenseDescriptor build() {
      return new DefenseDescriptor(this);
    }
  }
}

package org.robustgrid.spi.defense;

import java.util.LinkedHashMap;
import java.util.Map;
import org.robustgrid.spi.Descriptor;

/**
 * What a defense is called, and what its classifier is like.
 *
 * @since 0.1
 */
public final class DefenseDescriptor extends Descriptor {

  private final boolean randomised;
  private final boolean certified;
  private final boolean undefended;

  private DefenseDescriptor(Builder builder) {
    super(builder);
    this.randomised = builder.randomised;
    this.certified = builder.certified;
    this.undefended = builder.undefended;
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

    public DefenseDescriptor build() {
      return new DefenseDescriptor(this);
    }
  }
}

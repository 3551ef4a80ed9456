package org.robustgrid.spi.network;

import java.util.Map;
import org.robustgrid.spi.Descriptor;

/**
 * The id and summary of an architecture.
 *
 * @since 0.1
 */
public final class ArchitectureDescriptor extends Descriptor {

  private ArchitectureDescriptor(Builder builder) {
    super(builder);
  }

  /**
   * Starts a descriptor.
   *
   * @param id lower-case words joined by hyphens, unique among architectures
   * @param summary one sentence
   * @throws IllegalArgumentException when the id has another form
   */
  public static Builder builder(String id, String summary) {
    return new Builder(id, summary);
  }

  @Override
  public Map<String, String> details() {
    return Map.of();
  }

  /**
   * Builds an {@link ArchitectureDescriptor}.
   *
   * @since 0.1
   */
  public static final class Builder extends Descriptor.Builder<Builder> {

    private Builder(String id, String summary) {
      super(id, summary);
    }

    @Override
    protected Builder self() {
      return this;
    }

    public ArchitectureDescriptor build() {
      return new ArchitectureDescriptor(this);
    }
  }
}

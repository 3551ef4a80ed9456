package org.robustgrid.spi.data;

import java.util.Map;
import org.robustgrid.spi.Descriptor;

/**
 * What a data set is called.
 *
 * @since 0.1
 */
public final class DatasetDescriptor extends Descriptor {

  private final boolean embedded;

  private DatasetDescriptor(Builder builder) {
    super(builder);
    this.embedded = builder.embedded;
  }

  /**
   * Starts a descriptor.
   *
   * @param id lower-case words joined by hyphens, unique among data sets
   * @param summary one sentence
   * @throws IllegalArgumentException when the id has another form
   */
  public static Builder builder(String id, String summary) {
    return new Builder(id, summary);
  }

  /** Whether its data come with the plugin: what commands use if no data set is named. */
  public boolean embedded() {
    return embedded;
  }

  @Override
  public Map<String, String> details() {
    return embedded ? Map.of("embedded", "its data come with the plugin") : Map.of();
  }

  /**
   * Builds a {@link DatasetDescriptor}.
   *
   * @since 0.1
   */
  public static final class Builder extends Descriptor.Builder<Builder> {
    private boolean embedded;

    private Builder(String id, String summary) {
      super(id, summary);
    }

    @Override
    protected Builder self() {
      return this;
    }

    /** Declares that its data come with the plugin, and that commands may use it by default. */
    public Builder embedded() {
      embedded = true;
      return this;
    }

    public DatasetDescriptor build() {
      return new DatasetDescriptor(this);
    }
  }
}

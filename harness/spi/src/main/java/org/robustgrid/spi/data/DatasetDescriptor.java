package org.robustgrid.spi.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.Norm;

/**
 * The id of a data set, its customary radii, and where its files come from.
 *
 * @since 0.1
 */
public final class DatasetDescriptor extends Descriptor {

  private final boolean embedded;
  private final Map<Norm, Double> radii;
  private final List<Download> downloads;

  private DatasetDescriptor(Builder builder) {
    super(builder);
    this.embedded = builder.embedded;
    this.radii = Collections.unmodifiableMap(new EnumMap<>(builder.radii));
    this.downloads = List.copyOf(builder.downloads);
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

  /** Whether the plugin contains its data; commands use such a data set if none is named. */
  public boolean embedded() {
    return embedded;
  }

  /**
   * The radii that are customary on it, in units of the data: what defenses train within if a grid
   * does not say. Empty under a norm for which nothing is declared.
   */
  public Map<Norm, Double> radii() {
    return radii;
  }

  /** The files that it is fetched from; empty if it cannot be fetched. */
  public List<Download> downloads() {
    return downloads;
  }

  @Override
  public Map<String, String> details() {
    Map<String, String> details = new TreeMap<>();
    if (embedded) {
      details.put("embedded", "its data come with the plugin");
    }
    if (!radii.isEmpty()) {
      details.put(
          "customary radii",
          radii.entrySet().stream()
              .map(radius -> radius.getKey().id() + " " + radius.getValue())
              .collect(Collectors.joining(", ")));
    }
    if (!downloads.isEmpty()) {
      details.put(
          "fetched from",
          downloads.stream()
              .map(download -> download.address().toString())
              .collect(Collectors.joining(", ")));
    }
    return details;
  }

  /**
   * Builds a {@link DatasetDescriptor}.
   *
   * @since 0.1
   */
  public static final class Builder extends Descriptor.Builder<Builder> {
    private boolean embedded;
    private final Map<Norm, Double> radii = new EnumMap<>(Norm.class);
    private final List<Download> downloads = new ArrayList<>();

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

    /**
     * Declares the radius that is customary on it under a norm, for example 8/255 under L∞ on
     * CIFAR-10.
     *
     * @param radius positive, in units of the data
     * @throws IllegalArgumentException when it is not
     */
    public Builder radius(Norm norm, double radius) {
      if (!(radius > 0) || Double.isInfinite(radius)) {
        throw new IllegalArgumentException(
            "the customary radius under " + norm.id() + " must be positive, but is " + radius);
      }
      radii.put(norm, radius);
      return this;
    }

    /**
     * Declares the files that it is fetched from if the user asks for it; the reader looks for what
     * they become in the folders of {@link DataFolders#of}.
     */
    public Builder downloads(Download... added) {
      downloads.addAll(List.of(added));
      return this;
    }

    public DatasetDescriptor build() {
      return new DatasetDescriptor(this);
    }
  }
}

package org.robustgrid.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A plugin's description of itself: id, summary, citations and declared parameters. Each kind of
 * plugin has a descriptor of its own, which says more.
 *
 * @since 0.1
 */
public abstract class Descriptor {

  private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private final String id;
  private final String summary;
  private final List<String> citations;
  private final List<Parameter<?>> parameters;

  /** Copies the values of a builder. */
  protected Descriptor(Builder<?> builder) {
    this.id = builder.id;
    this.summary = builder.summary;
    this.citations = List.copyOf(builder.citations);
    this.parameters = List.copyOf(builder.parameters);
  }

  public String id() {
    return id;
  }

  public String summary() {
    return summary;
  }

  public List<String> citations() {
    return citations;
  }

  public List<Parameter<?>> parameters() {
    return parameters;
  }

  /** Finds a declared parameter by name. */
  public Optional<Parameter<?>> parameter(String name) {
    for (Parameter<?> parameter : parameters) {
      if (parameter.name().equals(name)) {
        return Optional.of(parameter);
      }
    }
    return Optional.empty();
  }

  /** The declarations of the plugin's kind as text, by name, for listings of plugins. */
  public abstract Map<String, String> details();

  /**
   * What the builders of all kinds share; fields may be added without breaking a compiled plugin.
   *
   * @param <B> the kind's builder
   * @since 0.1
   */
  public abstract static class Builder<B extends Builder<B>> {
    private final String id;
    private final String summary;
    private final List<String> citations = new ArrayList<>();
    private final List<Parameter<?>> parameters = new ArrayList<>();

    /**
     * Starts a descriptor.
     *
     * @param id lower-case words joined by hyphens, unique among plugins of its kind
     * @param summary one sentence
     * @throws IllegalArgumentException when the id has another form
     */
    protected Builder(String id, String summary) {
      this.id = Objects.requireNonNull(id, "id");
      this.summary = Objects.requireNonNull(summary, "summary");
      if (!ID.matcher(id).matches()) {
        throw new IllegalArgumentException(
            "plugin id '" + id + "' is not of the form lower-case words joined by hyphens");
      }
    }

    /** This builder. */
    protected abstract B self();

    /** Adds a paper the plugin implements. */
    public B citation(String citation) {
      citations.add(citation);
      return self();
    }

    /** Declares parameters, in the order in which they are shown. */
    public B parameters(Parameter<?>... added) {
      return parameters(List.of(added));
    }

    /** Declares parameters, in the order in which they are shown. */
    public B parameters(List<Parameter<?>> added) {
      for (Parameter<?> parameter : added) {
        if (parameters.stream().anyMatch(p -> p.name().equals(parameter.name()))) {
          throw new IllegalArgumentException(
              "plugin '" + id + "' declares parameter '" + parameter.name() + "' twice");
        }
        parameters.add(parameter);
      }
      return self();
    }
  }
}

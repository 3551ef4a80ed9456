package org.robustgrid.spi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A plugin's description of itself: id, summary, citations, capabilities, declared parameters. */
public final class Descriptor {

  private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private final String id;
  private final String summary;
  private final List<String> citations;
  private final Set<Capability> capabilities;
  private final Set<Norm> norms;
  private final List<Parameter<?>> parameters;

  private Descriptor(Builder builder) {
    this.id = builder.id;
    this.summary = builder.summary;
    this.citations = List.copyOf(builder.citations);
    this.capabilities = Collections.unmodifiableSet(builder.capabilities);
    this.norms = Collections.unmodifiableSet(builder.norms);
    this.parameters = List.copyOf(builder.parameters);
  }

  /**
   * Starts a descriptor.
   *
   * @param id lower-case words joined by hyphens, unique among plugins of its kind
   * @param summary one sentence
   * @throws IllegalArgumentException when the id has another form
   */
  public static Builder builder(String id, String summary) {
    return new Builder(id, summary);
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

  public Set<Capability> capabilities() {
    return capabilities;
  }

  /** Norms an attack supports; empty for other plugins. */
  public Set<Norm> norms() {
    return norms;
  }

  public List<Parameter<?>> parameters() {
    return parameters;
  }

  /** Finds a declared parameter by name. */
  public Optional<Parameter<?>> parameter(String name) {
    return parameters.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  /** Builds a {@link Descriptor}; fields may be added here without breaking a compiled plugin. */
  public static final class Builder {
    private final String id;
    private final String summary;
    private final List<String> citations = new ArrayList<>();
    private final Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
    private final Set<Norm> norms = EnumSet.noneOf(Norm.class);
    private final List<Parameter<?>> parameters = new ArrayList<>();

    private Builder(String id, String summary) {
      this.id = Objects.requireNonNull(id, "id");
      this.summary = Objects.requireNonNull(summary, "summary");
      if (!ID.matcher(id).matches()) {
        throw new IllegalArgumentException(
            "plugin id '" + id + "' is not of the form lower-case words joined by hyphens");
      }
    }

    /** Adds a paper the plugin implements. */
    public Builder citation(String citation) {
      citations.add(citation);
      return this;
    }

    /** Adds capabilities. */
    public Builder capabilities(Capability... added) {
      capabilities.addAll(List.of(added));
      return this;
    }

    /** Adds supported norms (attacks). */
    public Builder norms(Norm... added) {
      norms.addAll(List.of(added));
      return this;
    }

    /** Declares parameters, in the order in which they are shown. */
    public Builder parameters(Parameter<?>... added) {
      return parameters(List.of(added));
    }

    /** Declares parameters, in the order in which they are shown. */
    public Builder parameters(List<Parameter<?>> added) {
      for (Parameter<?> parameter : added) {
        if (parameters.stream().anyMatch(p -> p.name().equals(parameter.name()))) {
          throw new IllegalArgumentException(
              "plugin '" + id + "' declares parameter '" + parameter.name() + "' twice");
        }
        parameters.add(parameter);
      }
      return this;
    }

    public Descriptor build() {
      return new Descriptor(this);
    }
  }
}

package org.robustgrid.spi.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The findings of an analysis, in a form that reports draw without knowing the analysis. Non-finite
 * values and duplicate names are refused when they are added.
 *
 * @since 0.1
 */
public final class AnalysisResult {

  private final String title;
  private final List<Figure> figures;
  private final List<Series> series;
  private final List<Table> tables;
  private final List<Image> images;
  private final List<Plane> planes;
  private final List<ImageSet> imageSets;
  private final List<Evidence> evidence;
  private final List<String> notes;
  private final List<Column> columns;

  private AnalysisResult(Builder b) {
    this.title = b.title;
    this.figures = List.copyOf(b.figures);
    this.series = List.copyOf(b.series);
    this.tables = List.copyOf(b.tables);
    this.images = List.copyOf(b.images);
    this.planes = List.copyOf(b.planes);
    this.imageSets = List.copyOf(b.imageSets);
    this.evidence = List.copyOf(b.evidence);
    this.notes = List.copyOf(b.notes);
    this.columns = List.copyOf(b.columns);
  }

  /**
   * Starts a result.
   *
   * @param title in words, the same for every subject
   */
  public static Builder of(String title) {
    return new Builder(title);
  }

  public String title() {
    return title;
  }

  public List<Figure> figures() {
    return figures;
  }

  public List<Series> series() {
    return series;
  }

  public List<Table> tables() {
    return tables;
  }

  public List<Image> images() {
    return images;
  }

  public List<Plane> planes() {
    return planes;
  }

  public List<ImageSet> imageSets() {
    return imageSets;
  }

  public List<Evidence> evidence() {
    return evidence;
  }

  /** Remarks for the reader. */
  public List<String> notes() {
    return notes;
  }

  /** Further columns of the boards that the call is about. */
  public List<Column> columns() {
    return columns;
  }

  /**
   * Builds an {@link AnalysisResult}.
   *
   * @since 0.1
   */
  public static final class Builder {
    private final String title;
    private final List<Figure> figures = new ArrayList<>();
    private final List<Series> series = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final List<Image> images = new ArrayList<>();
    private final List<Plane> planes = new ArrayList<>();
    private final List<ImageSet> imageSets = new ArrayList<>();
    private final List<Evidence> evidence = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();

    private Builder(String title) {
      Require.text("an analysis", "title", title);
      this.title = title;
    }

    private <T> Builder add(List<T> to, T part, String kind, Function<T, String> name) {
      String of = name.apply(part);
      Require.that(
          to.stream().map(name).noneMatch(of::equals),
          "analysis '" + title + "'",
          "names the " + kind + " '" + of + "' twice; give one of them another name");
      to.add(part);
      return this;
    }

    /** Adds a number without an interval. */
    public Builder figure(String name, double value, String unit) {
      return figure(new Figure(name, value, unit));
    }

    /** Adds a number with an interval. */
    public Builder figure(String name, double value, double low, double high, String unit) {
      return figure(new Figure(name, value, low, high, unit));
    }

    /** Adds a number. */
    public Builder figure(Figure added) {
      return add(figures, added, "figure", Figure::name);
    }

    /** Adds a line; lines with the same axes share a plot and need different names. */
    public Builder series(Series added) {
      return add(
          series, added, "series", s -> s.name() + ", " + s.yName() + " against " + s.xName());
    }

    /** Adds a table. */
    public Builder table(Table added) {
      return add(tables, added, "table", Table::name);
    }

    /** Adds a picture. */
    public Builder image(Image added) {
      return add(images, added, "image", Image::name);
    }

    /** Adds a map of classes over the plane; maps of one analysis are drawn side by side. */
    public Builder plane(Plane added) {
      return add(planes, added, "plane", Plane::name);
    }

    /** Adds inputs for other analyses to read. */
    public Builder imageSet(ImageSet added) {
      return add(imageSets, added, "image set", ImageSet::name);
    }

    /** Adds evidence against the evaluation. */
    public Builder evidence(Evidence added) {
      evidence.add(added);
      return this;
    }

    /** Adds a column beside the worst case of the boards that the call is about. */
    public Builder column(Column added) {
      return add(columns, added, "column", Column::name);
    }

    /** Adds a remark for the reader. */
    public Builder note(String added) {
      Require.text("a note of '" + title + "'", "words", added);
      notes.add(added);
      return this;
    }

    public AnalysisResult build() {
      return new AnalysisResult(this);
    }
  }
}

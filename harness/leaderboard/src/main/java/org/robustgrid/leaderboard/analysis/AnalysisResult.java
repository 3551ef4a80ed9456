package org.robustgrid.leaderboard.analysis;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The result of one analysis of one subject.
 *
 * @param id of the analysis
 * @param title in words
 * @param subject what was analysed
 * @param figures single numbers, each of another name
 * @param series points of lines; those with the same axes are drawn in one plot, each under another
 *     name
 * @param tables each of another name
 * @param images each of another name
 * @param planes classes over the plane, each of another name
 * @param imageSets inputs that were made, each of another name; the run folder holds them
 * @param notes sentences that a reader must know
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({
  "id",
  "title",
  "subject",
  "figures",
  "series",
  "tables",
  "images",
  "planes",
  "imageSets",
  "notes"
})
public record AnalysisResult(
    String id,
    String title,
    Subject subject,
    List<Figure> figures,
    List<Series> series,
    List<Table> tables,
    List<Image> images,
    List<Plane> planes,
    List<ImageSet> imageSets,
    List<String> notes) {

  public AnalysisResult {
    Values.requireText("an analysis", "id", id);
    String where = "analysis " + id;
    Values.requireText(where, "title", title);
    Values.require(subject != null, where, "has no subject");
    figures = Values.copy(figures);
    series = Values.copy(series);
    tables = Values.copy(tables);
    images = Values.copy(images);
    planes = Values.copy(planes);
    imageSets = Values.copy(imageSets);
    notes = Values.copy(notes);
    once(where, "figure", figures, Figure::name);
    once(where, "series", series, s -> s.name() + ", " + s.axes());
    once(where, "table", tables, Table::name);
    once(where, "image", images, Image::name);
    once(where, "plane", planes, Plane::name);
    once(where, "image set", imageSets, ImageSet::name);
  }

  /** The same result under another id, about another subject. */
  public AnalysisResult of(String otherId, String otherTitle, Subject about) {
    return new AnalysisResult(
        otherId, otherTitle, about, figures, series, tables, images, planes, imageSets, notes);
  }

  /** The same result without what is drawn side by side with that of others. */
  public AnalysisResult withoutPlanes() {
    return new AnalysisResult(
        id, title, subject, figures, series, tables, images, List.of(), imageSets, notes);
  }

  /** The same result without lines, for where nothing is drawn. */
  public AnalysisResult withoutSeries() {
    return new AnalysisResult(
        id, title, subject, figures, List.of(), tables, images, planes, imageSets, notes);
  }

  /** Whether it holds nothing that a report could draw. */
  @JsonIgnore
  public boolean isBlank() {
    return figures.isEmpty()
        && series.isEmpty()
        && tables.isEmpty()
        && images.isEmpty()
        && planes.isEmpty()
        && imageSets.isEmpty()
        && notes.isEmpty();
  }

  private static <T> void once(String where, String kind, List<T> parts, Function<T, String> name) {
    Set<String> names = new HashSet<>();
    for (T part : parts) {
      String of = name.apply(part);
      Values.require(names.add(of), where, "names the " + kind + " '" + of + "' twice");
    }
  }
}

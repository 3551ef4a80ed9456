package org.robustgrid.run.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.base.files.Png;
import org.robustgrid.leaderboard.CheckEvidence;
import org.robustgrid.leaderboard.Column;
import org.robustgrid.leaderboard.analysis.AnalysisResult;
import org.robustgrid.leaderboard.analysis.Figure;
import org.robustgrid.leaderboard.analysis.Image;
import org.robustgrid.leaderboard.analysis.Plane;
import org.robustgrid.leaderboard.analysis.Series;
import org.robustgrid.leaderboard.analysis.Subject;
import org.robustgrid.leaderboard.analysis.Table;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.run.cell.AnalysisCell;
import org.robustgrid.run.cell.AnalysisCellResult;
import org.robustgrid.run.cell.BoardEvidence;
import org.robustgrid.run.executor.Executor;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.spi.analysis.Evidence;
import org.robustgrid.spi.analysis.ImageSet;
import org.robustgrid.spi.analysis.Plane.Point;

/** Converts a plugin's findings to the form of run folders and leaderboards, and back. */
final class AnalysisContent {

  private static final String IMAGES = "-images";
  private static final String SOURCES = "-sources";
  private static final String TARGETS = "-targets";

  private final AnalysisCell cell;
  private final org.robustgrid.spi.analysis.AnalysisResult found;
  private final String key;

  AnalysisContent(AnalysisCell cell, org.robustgrid.spi.analysis.AnalysisResult found, String key) {
    this.cell = cell;
    this.found = found;
    this.key = key;
  }

  /** All that reports draw. */
  AnalysisResult result() {
    List<org.robustgrid.leaderboard.analysis.ImageSet> sets = new ArrayList<>();
    for (ImageSet set : found.imageSets()) {
      sets.add(
          new org.robustgrid.leaderboard.analysis.ImageSet(
              set.name(), set.caption(), set.size(), RunFolder.imageSetsName(key)));
    }
    return new AnalysisResult(
        cell.analysis().plugin().id(),
        found.title(),
        Subject.board(),
        found.figures().stream().map(AnalysisContent::figure).toList(),
        found.series().stream().map(AnalysisContent::series).toList(),
        found.tables().stream().map(t -> new Table(t.name(), t.columns(), t.rows())).toList(),
        images(found),
        found.planes().stream().map(AnalysisContent::plane).toList(),
        sets,
        found.notes());
  }

  /**
   * The pictures of a result, and of each image set its first images side by side; of a set that
   * the analysis drew itself, under the same name, the analysis's own picture alone.
   */
  static List<Image> images(org.robustgrid.spi.analysis.AnalysisResult found) {
    List<Image> images = new ArrayList<>();
    for (org.robustgrid.spi.analysis.Image image : found.images()) {
      images.add(
          Image.of(
              image.name(),
              image.caption(),
              Png.encode(image.channels(), image.height(), image.width(), image.values())));
    }
    for (ImageSet set : found.imageSets()) {
      if (found.images().stream().noneMatch(image -> image.name().equals(set.name()))) {
        ContactSheet.of(set).ifPresent(png -> images.add(Image.of(set.name(), set.caption(), png)));
      }
    }
    return images;
  }

  private static Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static Figure figure(org.robustgrid.spi.analysis.Figure figure) {
    return new Figure(
        figure.name(), figure.value(), boxed(figure.low()), boxed(figure.high()), figure.unit());
  }

  private static Series series(org.robustgrid.spi.analysis.Series series) {
    boolean intervals = !series.low().isEmpty();
    return new Series(
        series.name(),
        series.xName(),
        series.yName(),
        series.x(),
        series.y(),
        intervals ? series.low() : null,
        intervals ? series.high() : null);
  }

  private static Plane plane(org.robustgrid.spi.analysis.Plane plane) {
    return new Plane(
        plane.name(),
        plane.left(),
        plane.bottom(),
        plane.width(),
        plane.classes().stream().map(row -> text(row, Plane::symbol)).toList(),
        plane.confidence().stream().map(row -> text(row, Plane::level)).toList(),
        plane.points().stream().map(point -> List.of(point.x(), point.y())).toList(),
        text(plane.points(), point -> Plane.symbol(point.label())),
        text(plane.points(), point -> Plane.symbol(point.decided())));
  }

  private static <T> String text(List<T> values, Function<T, Character> symbol) {
    StringBuilder text = new StringBuilder();
    values.forEach(value -> text.append(symbol.apply(value).charValue()));
    return text.toString();
  }

  /** Further columns by name; null for none. */
  Map<String, Column> columns() {
    Map<String, Column> columns = new TreeMap<>();
    for (org.robustgrid.spi.analysis.Column column : found.columns()) {
      columns.put(
          column.name(), new Column(Bits.of(column.survives()), column.by(), column.distances()));
    }
    return columns.isEmpty() ? null : columns;
  }

  /** The evidence against the evaluation. */
  List<BoardEvidence> evidence() {
    return found.evidence().stream()
        .map(e -> new BoardEvidence(e.board().orElse(null), of(e)))
        .toList();
  }

  private CheckEvidence of(Evidence evidence) {
    return new CheckEvidence(
        cell.analysis().plugin().id(),
        evidence.about(),
        boxed(evidence.epsilon()),
        evidence.asked(),
        evidence.samples(),
        evidence.notRun().orElse(null),
        evidence.attack().isEmpty() ? null : evidence.attack(),
        evidence.excused(),
        evidence.trials().isPresent() ? evidence.trials().getAsInt() : null,
        boxed(evidence.tolerated()),
        evidence.against().isPresent() ? evidence.against().getAsInt() : null,
        evidence.upperBound() ? null : true,
        evidence.clearestOnly() ? true : null,
        evidence.message().isEmpty() ? null : evidence.message());
  }

  /** Writes the inputs that were made. */
  void writeImageSets(RunFolder folder, Executor executor) {
    Map<String, INDArray> arrays = new TreeMap<>();
    for (ImageSet set : found.imageSets()) {
      long[] shape = new long[set.shape().size() + 1];
      shape[0] = set.size();
      for (int i = 1; i < shape.length; i++) {
        shape[i] = set.shape().get(i - 1);
      }
      arrays.put(set.name() + IMAGES, Nd4j.createFromArray(set.images()).reshape('c', shape));
      arrays.put(set.name() + SOURCES, Nd4j.createFromArray(ints(set.sources())));
      arrays.put(set.name() + TARGETS, Nd4j.createFromArray(ints(set.targets())));
    }
    executor.saveArrays(arrays, folder.imageSets(key));
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  /** A result as the plugins that read it are given it; pictures are left out. */
  static org.robustgrid.spi.analysis.AnalysisResult read(
      AnalysisCellResult result, RunFolder folder, Executor executor) {
    AnalysisResult content = result.content();
    org.robustgrid.spi.analysis.AnalysisResult.Builder builder =
        org.robustgrid.spi.analysis.AnalysisResult.of(content.title());
    content.figures().forEach(figure -> builder.figure(read(figure)));
    content.series().forEach(series -> builder.series(read(series)));
    for (Table table : content.tables()) {
      builder.table(
          new org.robustgrid.spi.analysis.Table(table.name(), table.columns(), table.rows()));
    }
    content.planes().forEach(plane -> builder.plane(read(plane)));
    if (!result.imageSetsHash().isEmpty()) {
      Map<String, INDArray> arrays = executor.loadArrays(folder.imageSets(result.key()));
      content.imageSets().forEach(set -> builder.imageSet(read(set, arrays)));
    }
    result.evidence().forEach(evidence -> builder.evidence(read(evidence)));
    content.notes().forEach(builder::note);
    return builder.build();
  }

  private static org.robustgrid.spi.analysis.Figure read(Figure figure) {
    return figure.low() == null
        ? new org.robustgrid.spi.analysis.Figure(figure.name(), figure.value(), figure.unit())
        : new org.robustgrid.spi.analysis.Figure(
            figure.name(), figure.value(), figure.low(), figure.high(), figure.unit());
  }

  private static org.robustgrid.spi.analysis.Series read(Series series) {
    return new org.robustgrid.spi.analysis.Series(
        series.name(),
        series.xName(),
        series.yName(),
        series.x(),
        series.y(),
        series.low() == null ? List.of() : series.low(),
        series.high() == null ? List.of() : series.high());
  }

  private static org.robustgrid.spi.analysis.Plane read(Plane plane) {
    List<List<Integer>> classes = new ArrayList<>();
    List<List<Double>> confidence = new ArrayList<>();
    for (int row = 0; row < plane.classes().size(); row++) {
      int at = row;
      int columns = plane.classes().get(row).length();
      classes.add(IntStream.range(0, columns).mapToObj(c -> plane.at(at, c)).toList());
      if (!plane.confidence().isEmpty()) {
        confidence.add(
            IntStream.range(0, columns).mapToObj(c -> plane.confidenceAt(at, c)).toList());
      }
    }
    List<Point> points =
        IntStream.range(0, plane.points().size())
            .mapToObj(
                i ->
                    new Point(
                        plane.points().get(i).get(0),
                        plane.points().get(i).get(1),
                        plane.label(i),
                        plane.decided(i)))
            .toList();
    return new org.robustgrid.spi.analysis.Plane(
        plane.name(), plane.left(), plane.bottom(), plane.width(), classes, confidence, points);
  }

  private static ImageSet read(
      org.robustgrid.leaderboard.analysis.ImageSet set, Map<String, INDArray> arrays) {
    INDArray images = arrays.get(set.name() + IMAGES);
    List<Long> shape = new ArrayList<>();
    for (int i = 1; i < images.rank(); i++) {
      shape.add(images.size(i));
    }
    return new ImageSet(
        set.name(),
        set.caption(),
        shape,
        images.data().asFloat(),
        boxed(arrays.get(set.name() + SOURCES)),
        boxed(arrays.get(set.name() + TARGETS)));
  }

  private static List<Integer> boxed(INDArray values) {
    List<Integer> list = new ArrayList<>();
    for (int value : values.data().asInt()) {
      list.add(value);
    }
    return list;
  }

  private static Evidence read(BoardEvidence of) {
    CheckEvidence evidence = of.evidence();
    if (evidence.notRun() != null) {
      return Evidence.notRun(evidence.subject(), evidence.notRun());
    }
    Evidence.Builder builder =
        Evidence.of(evidence.subject(), evidence.asked(), evidence.samples());
    if (of.board() != null) {
      builder.board(of.board());
    }
    if (evidence.attack() != null) {
      builder.attack(evidence.attack());
    }
    if (evidence.epsilon() != null) {
      builder.epsilon(evidence.epsilon());
    }
    if (evidence.excused() != null) {
      builder.excused(evidence.excused());
    }
    if (evidence.trials() != null) {
      builder.trials(evidence.trials());
    }
    if (evidence.message() != null) {
      builder.message(evidence.message());
    }
    return builder.build();
  }
}

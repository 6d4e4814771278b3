/**
 * Kysely's PostgreSQL for one schema. Names of tables are qualified, since a search path does not outlive a transaction behind a pooler;
 * `select *` and `returning *` name the columns, so that a newer release may add others while this one runs.
 */
import {
  type OperationNode,
  PostgresDialect,
  type PostgresPool,
  PostgresQueryCompiler,
  type SchemableIdentifierNode,
  SelectAllNode,
  type SelectionNode,
  TableNode,
} from 'kysely'
import { columnsOf, isOurs } from './column-names.js'

/** Names tables and columns in full. */
export class SchemaDialect extends PostgresDialect {
  constructor(
    pool: PostgresPool,
    protected readonly schema: string,
  ) {
    super({ pool })
  }

  override createQueryCompiler(): PostgresQueryCompiler {
    return new ColumnCompiler(this.schema)
  }
}

/** The same for migrations, which meet tables that have not all of their columns yet. */
export class MigrationDialect extends SchemaDialect {
  override createQueryCompiler(): PostgresQueryCompiler {
    return new SchemaCompiler(this.schema)
  }
}

class SchemaCompiler extends PostgresQueryCompiler {
  readonly #schema: string

  constructor(schema: string) {
    super()
    this.#schema = schema
  }

  /** Aliases and common table expressions stay as they are: they are not called like tables. */
  protected override visitSchemableIdentifier(node: SchemableIdentifierNode): void {
    if (!node.schema && isOurs(node.identifier.name)) this.append(`"${this.#schema}".`)
    super.visitSchemableIdentifier(node)
  }
}

class ColumnCompiler extends SchemaCompiler {
  protected override visitSelection(node: SelectionNode): void {
    const isCounted = this.parentNode?.kind === 'AggregateFunctionNode' // the star of count(*) stands for rows
    if (SelectAllNode.is(node.selection) && !isCounted) this.append(this.#everyColumn().join(', '))
    else super.visitSelection(node)
  }

  #everyColumn(): string[] {
    const table = tableOf(this.nodeStack.findLast(({ kind }) => kind.endsWith('QueryNode')))
    const columns = table && TableNode.is(table) && columnsOf(table.table.identifier.name)
    if (!columns) throw new Error('Name the columns: only those of one table, without an alias, are known')
    return columns
  }
}

interface Statement extends OperationNode {
  from?: { froms: readonly OperationNode[] }
  joins?: readonly OperationNode[]
  into?: OperationNode
  table?: OperationNode
}

/** The one table that a statement is about. */
function tableOf(statement: Statement | undefined): OperationNode | undefined {
  if (statement?.joins?.length) return undefined
  return statement?.into ?? statement?.table ?? (statement?.from?.froms.length === 1 ? statement.from.froms[0] : undefined)
}

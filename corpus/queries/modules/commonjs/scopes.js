exports.published = (query) => query.where('published', '=', true)

exports.COLUMNS = ['id', 'title']
